/** The explanation for people: the reason with its source, the trail, what to do, and what the log does not hold. */
import type { ExplainedStep } from '../../core/log/explained.js';
import type { SourcePlace } from '../../core/log/place.js';
import type { CodeLine } from '../../core/log/unverified.js';
import { wrapProse } from '../inline.js';
import { printable } from '../report/columns.js';
import type { Style } from '../report/report.js';
import { figuresInWords } from '../../core/log/figures.js';
import { headline, levelOf, placeText, type LogReport, type LogReporter, type Reported } from './report.js';

/** Each program in order, a blank line after each. */
export const prettyLog: LogReporter = (report, style) =>
  report.programs
    .flatMap((found) => [...programLines(found, report, style), ''])
    .map((line) => `${line}\n`)
    .join('');

function programLines(found: Reported, report: LogReport, style: Style): readonly string[] {
  const { bold, green, red, yellow, cyan, dim } = style.colours;
  const name = printable(found.program ?? 'a program without a name');
  if (found.verdict === 'accepted')
    return [
      `${bold(name)}  ${green('accepted')}${dim(figuresInWords(found.figures))}`,
      ...labelled('not verified', unverifiedInWords(found.unverified), style),
    ];
  const paint = levelOf(found) === 'warning' ? yellow : red;
  const title = [bold(name), paint(bold(found.verdict)), ...(found.id === null ? [] : [cyan(found.id)])];
  return [
    `${title.join('  ')}${found.category === null ? '' : dim(`  ${found.category}`)}`,
    ...prose(headline(found), '  ', style),
    ...placeLines(found, report, style),
    ...labelled('verifier says', found.why === null ? [] : [found.message ?? '', ...found.more], style),
    ...registerLine(found, style),
    ...trailLines(found, report, style),
    ...labelled('what to do', found.fix === null ? [] : [found.fix], style),
    ...labelled('note', found.notes, style),
  ];
}

/** The lines of each file, with what it means. */
function unverifiedInWords(unverified: readonly CodeLine[]): readonly string[] {
  const files = [...new Set(unverified.map(({ file }) => file))];
  return files.map((file) => {
    const lines = rangesInWords(unverified.filter((each) => each.file === file).map(({ line }) => line + 1));
    return `${file}:${lines}, where a constant or the bounds of a value let no path come: of these lines nothing is said.`;
  });
}

/** `7-8, 12` of ascending numbers. */
function rangesInWords(numbers: readonly number[]): string {
  const starts = numbers.filter((number) => !numbers.includes(number - 1));
  const ends = numbers.filter((number) => !numbers.includes(number + 1));
  return starts
    .map((start, index) => (start === ends[index] ? `${start}` : `${start}-${ends[index]}`))
    .join(', ');
}

function prose(text: string, indent: string, { columns }: Style): readonly string[] {
  const width = columns === null ? Infinity : Math.max(30, Math.min(columns, 120) - indent.length - 2);
  return wrapProse(printable(text), width).map((line) => `${indent}${line}`);
}

function labelled(label: string, texts: readonly string[], style: Style): readonly string[] {
  return texts
    .filter((text) => text !== '')
    .flatMap((text) => {
      const [first = '', ...rest] = prose(text, '    ', style);
      return [`  ${style.colours.blue(label)}  ${first.trim()}`, ...rest];
    });
}

/** The line, its text where the source is given, and the instruction. */
function placeLines({ at }: Reported, report: LogReport, { colours }: Style): readonly string[] {
  if (!at) return [];
  const insn =
    at.pc === null ? '' : `instruction ${at.pc}${at.insn === null ? '' : `: ${printable(at.insn)}`}`;
  const place = placeText(at);
  const text = sourceLine(at, report);
  if (place === null) return insn === '' ? [] : [`  ${colours.dim(`at ${insn}`)}`];
  const where = `  at ${colours.bold(printable(place))}${insn === '' ? '' : colours.dim(`  ${insn}`)}`;
  return [where, ...(text === null ? [] : [`      ${printable(text)}`])];
}

function sourceLine({ file, line }: SourcePlace, { sources }: LogReport): string | null {
  if (line === null) return null;
  const source = sources.find(({ path }) => path === file);
  return source?.text.split(/\r\n|\r|\n/)[line]?.trim() ?? null;
}

/** What the trail says in the same words is not said twice. */
function registerLine({ register, value, trail }: Reported, style: Style): readonly string[] {
  if (register === null || value === null || trail.some(({ what }) => what.endsWith(value))) return [];
  return labelled('register', [`${register}: ${value}`], style);
}

function trailLines({ trail }: Reported, report: LogReport, style: Style): readonly string[] {
  if (trail.length === 0) return [];
  return [
    `  ${style.colours.blue('how it came about')}`,
    ...trail.map((step) => trailLine(step, report, style)),
  ];
}

function trailLine(step: ExplainedStep, report: LogReport, { colours }: Style): string {
  const text = sourceLine(step, report);
  const where = step.line === null ? `instruction ${step.pc}` : `line ${step.line + 1}`;
  return `    ${where}: ${printable(step.what)}${text === null ? '' : colours.dim(`    ${printable(text)}`)}`;
}
