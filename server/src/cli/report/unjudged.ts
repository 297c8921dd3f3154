/** How reports for people tell which programs were not judged, and why. Knows no format. */
import type { UnjudgedProgram, UnjudgedReason } from '../../core/model/file.js';
import { printable } from './columns.js';
import { lineAndColumn } from './positions.js';
import type { CheckedFile, Summary } from './report.js';

const reasons: Readonly<Record<UnjudgedReason, string>> = {
  'unknown-section': 'in sections that no loader knows',
  'too-large': 'too large',
  damaged: 'damaged',
};

/** `3 programs not judged: 2 in sections that no loader knows, 1 damaged`; null where all were. */
export function unjudgedText({ unjudged }: Summary): string | null {
  const parts = Object.entries(reasons).flatMap(([reason, words]) => {
    const number = unjudged[reason as UnjudgedReason];
    return number > 0 ? [{ number, words }] : [];
  });
  const sum = parts.reduce((total, { number }) => total + number, 0);
  const list = parts.map(({ number, words }) => `${number} ${words}`).join(', ');
  return sum === 0 ? null : `${sum} program${sum === 1 ? '' : 's'} not judged: ${list}`;
}

const each: Readonly<Record<UnjudgedReason, string>> = {
  'unknown-section': 'a section that no loader knows',
  'too-large': 'too large',
  damaged: 'damaged',
};

/** So many programs are named one by one. */
const mostNamed = 10;

/** A line for each program that was not judged, `a.c:13:5: prog_a, in SEC("prog")`, and one for those beyond the first few. */
export function unjudgedLines(files: readonly CheckedFile[]): readonly string[] {
  const all = files.flatMap((file) => file.unjudged.map((program) => describe(file, program)));
  const more = all.length - mostNamed;
  return more > 0 ? [...all.slice(0, mostNamed), `and ${more} more: see --format json`] : all;
}

function describe({ path, source }: CheckedFile, { name, section, reason }: UnjudgedProgram): string {
  const place = `${path}:${lineAndColumn(source, section.span.start)}`;
  const program = name === null ? 'what stands there' : name;
  return printable(`${place}: ${program} in SEC("${section.name ?? '?'}"), ${each[reason]}`);
}
