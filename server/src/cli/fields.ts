/** `fields`: which bytes of its context a program in a section may read and write. */
import { fieldTable, type AcceptedAt, type FieldAccess, type FieldTable } from '../core/features/fields.js';
import { didYouMean } from '../host/nearest.js';
import type { CommandContext } from './command.js';
import type { TargetOptions } from './options.js';
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
  const resolver = new SettingsResolver(options, terminal.cwd, rules);
  const { settings } = await resolver.settingsIn(terminal.cwd);
  const table = fieldTable(engine.facts, section, settings.loader, settings.kernel);
  if (!table) throw unknownSection(section, context);
  const isPretty = (format ?? (terminal.isInteractive ? 'pretty' : 'json')) === 'pretty';
  terminal.print(isPretty ? prettyTable(table, terminal.colours) : `${JSON.stringify(table, null, 2)}\n`);
  for (const problem of resolver.problems) terminal.notice(problem);
  return resolver.problems.length > 0 ? 2 : 0;
}

function unknownSection(section: string, { engine }: CommandContext): UsageError {
  const known = engine.facts.sections.map(({ pattern }) => pattern);
  return new UsageError(`No loader knows the section "${section}".${didYouMean(section, known)}`, 'fields');
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
  if (rows.length === 0) return ['No fields.'];
  const head = ['field', 'offset', 'type', 'read', 'write'].map((text) => ({ text, paint: colours.bold }));
  return tableLines([head, ...rows.map((row) => fieldRow(row, colours))]);
}

function fieldRow({ name, offset, type, read, write }: FieldAccess, colours: Colours): readonly TableCell[] {
  const isUsable = read.length + write.length > 0;
  const paint = isUsable ? (text: string): string => text : colours.dim;
  return [
    { text: name, paint: isUsable ? colours.cyan : colours.dim },
    { text: String(offset), paint },
    { text: type, paint },
    accessCell(read, offset, colours),
    accessCell(write, offset, colours),
  ];
}

/** `4`, `1 2 4`, and for what is accepted elsewhere in the field only there: `+4: 1 2`. */
function accessCell(accepted: readonly AcceptedAt[], offset: number, colours: Colours): TableCell {
  if (accepted.length === 0) return { text: 'no', paint: colours.dim };
  const groups = accepted.map(
    (place) => `${place.offset === offset ? '' : `+${place.offset - offset}: `}${place.sizes.join(' ')}`,
  );
  return { text: groups.join('; '), paint: colours.green };
}
