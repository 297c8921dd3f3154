/** `fields`: which bytes of its context a program in a section may read and write. */
import { fieldTable, type AcceptedAt, type FieldAccess, type FieldTable } from '../core/features/fields.js';
import { didYouMeanAny } from '../host/nearest.js';
import type { CommandContext } from './command.js';
import { noticeStandIns } from './kernel-notice.js';
import type { TargetOptions } from './target-options.js';
import { HeaderReaders } from './headers.js';
import { SettingsResolver } from './settings.js';
import { tableLines, type TableCell } from './table.js';
import type { Colours } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Prints the table, as JSON for anyone but a person at a terminal; the result is the exit code. */
export async function fields(
  section: string,
  format: 'pretty' | 'json' | null,
  options: TargetOptions,
  context: CommandContext,
): Promise<number> {
  const { engine, terminal } = context;
  const rules = engine.rules.map(({ id }) => id);
  const resolver = new SettingsResolver(options, terminal.cwd, rules, new HeaderReaders(terminal.cwd));
  const { settings } = await resolver.settingsIn(terminal.cwd);
  const table = fieldTable(engine.facts, section, settings.loader, settings.kernel);
  if (!table) throw unknownSection(section, context);
  const isPretty = (format ?? (terminal.isInteractive ? 'pretty' : 'json')) === 'pretty';
  terminal.print(isPretty ? prettyTable(table, terminal.colours) : `${JSON.stringify(table, null, 2)}\n`);
  noticeStandIns([settings], context);
  for (const problem of resolver.problems) terminal.notice(problem);
  return resolver.problems.length > 0 ? 2 : 0;
}

function unknownSection(section: string, { engine }: CommandContext): UsageError {
  const known = engine.facts.sections.map(({ pattern }) => pattern);
  return new UsageError(
    `No loader knows the section "${section}".${didYouMeanAny(section, [known])}`,
    'fields',
  );
}

function prettyTable(table: FieldTable, colours: Colours): string {
  return [...headLines(table, colours), '', ...fieldLines(table, colours)]
    .map((line) => `${line}\n`)
    .join('');
}

function headLines(table: FieldTable, colours: Colours): readonly string[] {
  const type = table.attachType === null ? table.programType : `${table.programType}, ${table.attachType}`;
  const context = table.context === null ? 'no struct' : `struct ${table.context}`;
  const access = table.rewritten ? 'the kernel rewrites every access to it' : 'read as it lies in memory';
  return [
    colours.bold(`SEC("${table.section}")`),
    `  program    ${type}`,
    `  context    ${context}, ${access}`,
    `  arguments  ${table.btfEnabled ? 'typed kernel pointers (BTF)' : 'no typed kernel pointers: not BTF-enabled'}`,
    `  returns    ${returnsText(table.returns)}`,
    `  kernel     ${table.kernel}`,
  ];
}

function returnsText(returns: FieldTable['returns']): string {
  if (!returns) return 'any value';
  return returns.map(({ min, max }) => (min === max ? String(min) : `${min} to ${max}`)).join(', ');
}

function fieldLines({ fields: rows }: FieldTable, colours: Colours): readonly string[] {
  if (rows === null) return ['Not measured: the arguments depend on the target.'];
  if (rows.length === 0) return ['No fields.'];
  const head = ['field', 'offset', 'type', 'read', 'write'].map((text) => ({ text, paint: colours.bold }));
  const legend =
    'Sizes in bytes: each at every aligned offset of the field, or where it says "at": +4 is from the field\'s start.';
  return [...tableLines([head, ...rows.map((row) => fieldRow(row, colours))]), '', colours.dim(legend)];
}

function fieldRow(field: FieldAccess, colours: Colours): readonly TableCell[] {
  const { name, offset, type, read, write } = field;
  const isUsable = read.length + write.length > 0;
  const paint = isUsable ? (text: string): string => text : colours.dim;
  return [
    { text: name === '' ? '(no field)' : name, paint: isUsable ? colours.cyan : colours.dim },
    { text: String(offset), paint },
    { text: type, paint },
    accessCell(read, field, colours),
    accessCell(write, field, colours),
  ];
}

/** `1 2 4` for sizes accepted wherever they are aligned in the field; for others, where: `4, 1 2 at +0`. */
function accessCell(accepted: readonly AcceptedAt[], field: FieldAccess, colours: Colours): TableCell {
  if (accepted.length === 0) return { text: 'no', paint: colours.dim };
  if (field.name === '') return { text: bytesText(accepted), paint: colours.green };
  const everywhere: number[] = [];
  const somewhere = new Map<string, number[]>();
  for (const size of sizesIn(accepted)) {
    const offsets = accepted
      .filter(({ sizes }) => sizes.includes(size))
      .map(({ offset }) => offset - field.offset);
    const places = placesText(offsets, size);
    if (offsets.length >= alignedPlaces(field, size)) everywhere.push(size);
    else somewhere.set(places, [...(somewhere.get(places) ?? []), size]);
  }
  const partly = [...somewhere].map(([places, sizes]) => `${sizes.join(' ')} at ${places}`);
  return {
    text: [...(everywhere.length > 0 ? [everywhere.join(' ')] : []), ...partly].join(', '),
    paint: colours.green,
  };
}

/** `1 2 4 at 8-8191`: where no field gives a start to count from, bytes of the context. */
function bytesText(accepted: readonly AcceptedAt[]): string {
  const ranges = new Map<string, number[]>();
  for (const size of sizesIn(accepted)) {
    const offsets = accepted.filter(({ sizes }) => sizes.includes(size)).map(({ offset }) => offset);
    const runs = runsOf(offsets, (last, next) => next <= last + size);
    const places = runs.map(({ first, last }) => rangeText(first, last + size - 1));
    ranges.set(places.join(' '), [...(ranges.get(places.join(' ')) ?? []), size]);
  }
  return [...ranges].map(([places, sizes]) => `${sizes.join(' ')} at ${places}`).join(', ');
}

function rangeText(first: number, last: number): string {
  if (first === last) return String(first);
  return first < 0 ? `${first}..${last}` : `${first}-${last}`;
}

function sizesIn(accepted: readonly AcceptedAt[]): readonly number[] {
  return [...new Set(accepted.flatMap(({ sizes }) => sizes))].sort((a, b) => a - b);
}

/** How many aligned accesses of `size` bytes begin in a field and end in it; one where the field is smaller. */
function alignedPlaces({ offset, size: length }: FieldAccess, size: number): number {
  const first = Math.ceil(offset / size) * size;
  return Math.max(1, Math.floor((offset + length - first) / size));
}

/** `+0 +8`, and `+16..+24` for accesses that follow one another without a gap. */
function placesText(offsets: readonly number[], size: number): string {
  return runsOf(offsets, (last, next) => next === last + size)
    .map(({ first, last }) => (first === last ? `+${first}` : `+${first}..+${last}`))
    .join(' ');
}

/** First and last of offsets that continue one another. */
function runsOf(
  offsets: readonly number[],
  continues: (last: number, next: number) => boolean,
): readonly { readonly first: number; readonly last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const offset of offsets) {
    const run = runs.at(-1);
    if (run && continues(run.last, offset)) run.last = offset;
    else runs.push({ first: offset, last: offset });
  }
  return runs;
}
