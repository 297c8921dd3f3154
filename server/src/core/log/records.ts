/**
 * Takes a log out of what carries it: a JSON object per line, logfmt, one line with escaped line ends, HTML. Knows
 * the carriers, and of verifier logs only how to tell one. Lines keep the number they had in the text.
 */
import type { LogLine } from './log.js';

/** What is in every log of the verifier: an instruction, or its figures. */
const kernels = /\d+: \([0-9a-f]{2}\) |processed \d+ insns/;

/** The text's lines without carriers, colours, and the ends of lines of other systems. */
export function linesOf(text: string): readonly LogLine[] {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const lines = plain.split(plain.includes('\r') ? /\r*\n|\r/ : '\n');
  const unpack = carrierOf(lines);
  const colours = plain.includes('\u001b');
  const entities = /&(?:gt|lt|amp|quot|#39|#x27);/.test(plain);
  const found: LogLine[] = [];
  for (let line = 0; line < lines.length; line++) {
    const shown = colours ? withoutColours(lines[line] ?? '') : (lines[line] ?? '');
    const decoded = entities ? withoutEntities(shown) : shown;
    if (unpack) for (const each of unpack(decoded)) found.push({ text: each, line });
    else found.push({ text: decoded, line });
  }
  return found;
}

type Unpack = (line: string) => readonly string[];

/** How most lines of a text are carried; null where they stand as they are. */
function carrierOf(lines: readonly string[]): Unpack | null {
  const sample = lines.filter((line) => line.trim() !== '').slice(0, mostSampled);
  const most = (is: (line: string) => boolean): boolean => sample.filter(is).length * 2 > sample.length;
  if (most((line) => jsonMessage(line) !== null)) return (line) => split(jsonMessage(line) ?? line);
  if (most((line) => logfmt.test(line))) return (line) => split(unquote(logfmt.exec(line)?.[1] ?? line));
  // One long line with all line ends written as two characters: Rust's and Go's debug output.
  const isEscaped = lines.some((line) => escapedLine.test(line) && kernels.test(line));
  return isEscaped ? (line) => (escapedLine.test(line) ? split(unquote(line)) : [line]) : null;
}

const mostSampled = 200;
const escapedLine = /\\n[^]*\\n/;
const logfmt = /\b(?:msg|message)="((?:[^"\\]|\\.)*)"/;

/** The field of a structured record that holds what was printed. */
const messageFields = ['message', 'msg', 'log', 'MESSAGE', 'text', 'line', 'content', 'body'];

function jsonMessage(line: string): string | null {
  if (!line.trimStart().startsWith('{')) return null;
  try {
    const record = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const field = messageFields.find((name) => typeof record[name] === 'string');
    return field === undefined ? null : String(record[field]);
  } catch {
    return null;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', '"': '"', "'": "'", '\\': '\\' };

function unquote(text: string): string {
  return text.replace(/\\(?:u\{?([0-9a-f]{2,4})\}?|(.))/gi, (all, code?: string, letter?: string) =>
    code === undefined ? (escapes[letter ?? ''] ?? all) : String.fromCharCode(parseInt(code, 16)),
  );
}

function split(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** Sequences of terminals: colours, links, and moves of the cursor. */
function withoutColours(text: string): string {
  return text.replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g, '');
}

const characters: Readonly<Record<string, string>> = {
  '&gt;': '>',
  '&lt;': '<',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

function withoutEntities(text: string): string {
  return text.replace(/&(?:gt|lt|amp|quot|#39|#x27);/g, (entity) => characters[entity] ?? entity);
}
