/** What an editor feels: from a keystroke, and from starting the server, to the diagnostics that answer it. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startClient, type Client } from './client.js';
import { measure, rowOf, type Row } from './measure.js';
import { generateProgram, placesToType } from './program.js';

const starts = 15;
const warmUp = 60;
const keystrokes = 600;

/** Spawn to first diagnostics of a small file. */
export async function measureStart(): Promise<readonly Row[]> {
  const text = generateProgram(100);
  const clients: Client[] = [];
  const times = await measure(starts, 1, async () => {
    const client = await startClient();
    clients.push(client);
    await client.open(text);
  });
  for (const client of clients) await client.stop();
  return [rowOf('spawn to first diagnostics', times, 'median 200 ms')];
}

/** What is typed, a character at a time, and then taken back at once. */
const typed: readonly (readonly [string, string, string])[] = [
  ['a statement in a function', '\tif (ctx->mark == 7)\n\t\tctx->priority = 3;\n', 'median 5 ms, p99 16 ms'],
  ['a comment in a function', '\t/* Both are counted, { for they differ. */\n', ''],
  ['a macro in a function', '#define HERE(x) ((x) + 1)\n', ''],
];

/** A keystroke to its published diagnostics in a file of so many lines. */
export async function measureTyping(lines: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [what, line, aim] of typed) {
    rows.push(
      rowOf(`keystroke in ${lines} lines: ${what}`, await typingTimes(generateProgram(lines), line), aim),
    );
  }
  return rows;
}

async function typingTimes(text: string, line: string): Promise<readonly number[]> {
  const client = await startClient();
  await client.open(text);
  const strokes = strokesOf(text, line);
  const times = await measure(keystrokes, warmUp, async (round) => {
    const change = strokes[round % strokes.length];
    if (!change) throw new Error('there is nothing to type');
    await client.change([change]);
  });
  await client.stop();
  return times;
}

interface Stroke {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly text: string;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** Types the line at places far from each other, in an order that jumps about. */
function strokesOf(text: string, line: string): readonly Stroke[] {
  const document = TextDocument.create('', 'c', 1, text);
  const places = placesToType(text);
  return places.flatMap((_, index) => {
    const at = document.positionAt(places[(index * 17) % places.length] ?? 0);
    const ends = placesAlong(at, line);
    const typing = Array.from(line, (character, i) => {
      const here = ends[i] ?? at;
      return { range: { start: here, end: here }, text: character };
    });
    return [...typing, { range: { start: at, end: ends.at(-1) ?? at }, text: '' }];
  });
}

/** Where the cursor is before each character of a text typed at `at`, and after the last. */
function placesAlong(at: Place, text: string): readonly Place[] {
  const places = [at];
  let { line, character } = at;
  for (const each of text) {
    [line, character] = each === '\n' ? [line + 1, 0] : [line, character + 1];
    places.push({ line, character });
  }
  return places;
}
