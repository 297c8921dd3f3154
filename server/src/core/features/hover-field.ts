/** A context field in words: its type and meaning, who may read and write it, and why not here. */
import type { Analysis } from '../engine/analysis.js';
import type { AccessQuery, Direction } from '../kernel/access.js';
import { accessSize, fieldAt, type ContextRow, type FieldRow } from '../kernel/contexts.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import { kernelsInRange, listKernels, type KernelSet } from '../kernel/versions.js';
import type { Program } from '../model/file.js';

/** The program that the field is looked at from. */
export interface Here {
  readonly program: Program;
  readonly spec: ProgramSpec;
  readonly region: string;
}

/** Markdown for the field at an offset of a struct; null where the tables know no such field. */
export function describeField(
  struct: string,
  offset: number,
  here: Here | null,
  { settings }: Analysis,
  facts: KernelFacts,
): string | null {
  const context = facts.context(struct);
  const field = context && fieldAt(context, offset);
  if (!field) return null;
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  return [
    `**\`${declaration(field)}\`** — \`struct ${struct}\`, offset ${field.offset}, ${field.size} bytes`,
    proseOf(field),
    here ? verdictHere(field, here, facts, kernels) : '',
    accessTable(context, field, here, facts, kernels),
    since(context, field, here, facts),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The declaration and the meaning of a field, without a word on who may access it. */
export function fieldInWords(field: FieldRow): string {
  return `**\`${declaration(field)}\`** — offset ${field.offset}, ${field.size} bytes\n\n${proseOf(field)}`;
}

function proseOf(field: FieldRow): string {
  return `${field.prose}${orderOf(field)}`;
}

function declaration({ type, name }: FieldRow): string {
  const array = /^(.*?)(\[\d+\])$/.exec(type);
  if (array) return `${array[1]} ${name}${array[2]}`;
  return type.endsWith('*') ? `${type}${name}` : `${type} ${name}`;
}

function orderOf({ order }: FieldRow): string {
  return order ? ` Byte order: ${order}.` : '';
}

function queryFor(field: FieldRow, program: ProgramSpec, region: string, access: Direction): AccessQuery {
  return { program, region, access, offset: field.offset, size: accessSize(field) };
}

function verdictHere(field: FieldRow, here: Here, facts: KernelFacts, kernels: KernelSet): string {
  const name = here.program.section.name ?? here.spec.section;
  const parts = (['read', 'write'] as const).map((access) => {
    const query = queryFor(field, here.spec, here.region, access);
    const refused = facts.access.refusedOn(query, kernels);
    if (refused === null) return `${access} not measured`;
    const last = refused.at(-1);
    return last === undefined
      ? `${access} **yes**`
      : `${access} **no** (\`${facts.access.message(query, last)}\`)`;
  });
  return `In \`${name}\`: ${parts.join(', ')}.`;
}

/** One row for all sections with the same answer; the one that the cursor stands in comes first. */
function accessTable(
  context: ContextRow,
  field: FieldRow,
  here: Here | null,
  facts: KernelFacts,
  kernels: KernelSet,
): string {
  const region = here?.region ?? 'ctx';
  const rows = new Map<string, ProgramSpec[]>();
  for (const program of programsWith(context, region, facts)) {
    const cells = (['read', 'write'] as const).map((access) =>
      sizesText(field, program, region, access, facts, kernels),
    );
    const key = cells.join(' | ');
    rows.set(key, [...(rows.get(key) ?? []), program]);
  }
  if (rows.size === 0) return '';
  const isHere = (programs: readonly ProgramSpec[]): boolean =>
    programs.some((program) => program === here?.spec);
  const sorted = [...rows].sort(([, a], [, b]) => Number(isHere(b)) - Number(isHere(a)));
  const lines = sorted.map(([cells, programs]) => `| ${listSections(programs, here)} | ${cells} |`);
  return ['| section | read (bytes) | write (bytes) |', '|---|---|---|', ...lines].join('\n');
}

function programsWith(context: ContextRow, region: string, facts: KernelFacts): readonly ProgramSpec[] {
  return facts.programs.filter(
    (program) =>
      !program.variantOf &&
      (region === 'ctx' ? program.context === context.struct : true) &&
      facts.access.knows({ program, region }),
  );
}

const mostSections = 8;

function listSections(programs: readonly ProgramSpec[], here: Here | null): string {
  const own = here && programs.includes(here.spec) ? [here.spec] : [];
  const others = programs.filter((program) => !own.includes(program));
  const shown = [...own, ...others].slice(0, mostSections);
  const names = shown.map((program) =>
    own.includes(program) ? `**\`${program.section}\`**` : `\`${program.section}\``,
  );
  const left = programs.length - shown.length;
  return left > 0 ? `${names.join(', ')} and ${left} more` : names.join(', ');
}

function sizesText(
  field: FieldRow,
  program: ProgramSpec,
  region: string,
  access: Direction,
  facts: KernelFacts,
  kernels: KernelSet,
): string {
  const accepted = [1, 2, 4, 8].filter(
    (size) =>
      facts.access.refusedOn({ program, region, access, offset: field.offset, size }, kernels)?.length === 0,
  );
  return accepted.length === 0 ? 'no' : accepted.join(', ');
}

/** Says so where an older measured kernel refuses what the newest accepts. */
function since(context: ContextRow, field: FieldRow, here: Here | null, facts: KernelFacts): string {
  const region = here?.region ?? 'ctx';
  const program = here?.spec ?? programsWith(context, region, facts)[0];
  if (!program) return '';
  const query = queryFor(field, program, region, 'read');
  const refused = facts.access.refusedOn(query, facts.kernels) ?? [];
  const isNew = refused.length > 0 && facts.access.refusedOn(query, facts.kernels.slice(-1))?.length === 0;
  return isNew ? `Not yet in ${listKernels(refused)}.` : '';
}
