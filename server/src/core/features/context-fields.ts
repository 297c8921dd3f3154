/**
 * The table that the editor shows of a program's context: its fields, by the program itself and by every other
 * kind of program that gets the same struct.
 */
import type {
  ContextFields,
  FieldCell,
  FieldColumn,
  FieldLine,
} from '../../../../protocol/context-fields.js';
import type { Analysis } from '../engine/analysis.js';
import type { KernelRange } from '../engine/settings.js';
import type { Direction } from '../kernel/access.js';
import { accessSize, type FieldRow } from '../kernel/contexts.js';
import type { KernelFacts } from '../kernel/facts.js';
import { measuredKey, type ProgramSpec } from '../kernel/sections.js';
import { kernelsInRange, type KernelSet } from '../kernel/versions.js';
import type { Program } from '../model/file.js';
import { returnsText } from '../rules/ranges.js';

/** The table of the program at an offset, or of the nearest one above; `kernel` in place of the settings' target. */
export function contextFields(
  analysis: Analysis,
  facts: KernelFacts,
  offset: number,
  kernel: KernelRange | null,
): ContextFields | null {
  const program = programAt(analysis.file.programs, offset);
  const spec = program?.match?.spec;
  if (!program || !spec) return null;
  const targets = kernelsInRange(facts.kernels, kernel ?? analysis.settings.kernel);
  const context = spec.context === null ? null : facts.context(spec.context);
  const rows = context?.fields ?? [];
  const columns = columnsOf(spec, rows, facts, targets);
  return {
    program: program.name,
    section: program.section.name ?? spec.section,
    title: spec.title,
    runs: spec.runs,
    programType: spec.programType,
    attachType: spec.attachType,
    btfEnabled: spec.btfEnabled,
    rewritten: spec.rewritten,
    returns: returnsText(facts.returns.accepted(spec, targets)),
    struct: spec.context,
    size: context?.size ?? 0,
    kernels: facts.kernels,
    targets,
    columns: columns.map(({ column }) => column),
    fields: rows.map((row, at) =>
      toLine(
        row,
        columns.flatMap(({ cells }) => cells[at] ?? []),
      ),
    ),
  };
}

function programAt(programs: readonly Program[], offset: number): Program | null {
  const known = programs.filter((program) => program.match !== null);
  return known.findLast((program) => program.section.span.start <= offset) ?? known[0] ?? null;
}

function toLine(
  { name, type, offset, size, prose, order }: FieldRow,
  cells: readonly FieldCell[],
): FieldLine {
  return { name, type, offset, size, prose, order, cells };
}

interface FilledColumn {
  readonly column: FieldColumn;
  readonly cells: readonly FieldCell[];
}

/** A table depends on nothing in the text; it is made once for each kind of program and target. */
const made = new WeakMap<ProgramSpec, Map<string, readonly FilledColumn[]>>();

function columnsOf(
  here: ProgramSpec,
  rows: readonly FieldRow[],
  facts: KernelFacts,
  targets: KernelSet,
): readonly FilledColumn[] {
  const tables = made.get(here) ?? new Map<string, readonly FilledColumn[]>();
  made.set(here, tables);
  const columns = tables.get(targets.join()) ?? makeColumns(here, rows, facts, targets);
  tables.set(targets.join(), columns);
  return columns;
}

/** The program's own column, then its kin, then the rest; programs with the same answers share one. */
function makeColumns(
  here: ProgramSpec,
  rows: readonly FieldRow[],
  facts: KernelFacts,
  targets: KernelSet,
): readonly FilledColumn[] {
  const groups = new Map<string, { readonly specs: ProgramSpec[]; readonly cells: readonly FieldCell[] }>();
  for (const spec of programsLike(here, facts)) {
    const cells = rows.map((row) => cellOf(row, spec, facts, targets));
    const key = JSON.stringify([
      spec.programType,
      cells.map(({ read, write, since }) => [read, write, since]),
    ]);
    const group = groups.get(key);
    if (group) group.specs.push(spec);
    else groups.set(key, { specs: [spec], cells });
  }
  const filled = [...groups.values()].map(({ specs, cells }) => ({ column: toColumn(specs, here), cells }));
  return filled.sort((a, b) => rank(a.column) - rank(b.column));
}

/** Those with the same context, this one first; a row that is measured as another one counts once. */
function programsLike(here: ProgramSpec, facts: KernelFacts): readonly ProgramSpec[] {
  const seen = new Set<string>();
  return [here, ...facts.programs].filter((spec) => {
    const key = measuredKey(spec);
    if (spec.context !== here.context || spec.variantOf !== undefined || seen.has(key)) return false;
    seen.add(key);
    return spec === here || facts.access.knows({ program: spec, region: 'ctx' });
  });
}

function toColumn(specs: readonly ProgramSpec[], here: ProgramSpec): FieldColumn {
  return {
    sections: specs.map((spec) => spec.section),
    attachTypes: specs.flatMap((spec) => spec.attachType ?? []),
    isHere: specs.includes(here),
    isKin: specs.some((spec) => spec.programType === here.programType),
  };
}

function rank({ isHere, isKin }: FieldColumn): number {
  return isHere ? 0 : isKin ? 1 : 2;
}

const sizes = [1, 2, 4, 8] as const;

function cellOf(row: FieldRow, spec: ProgramSpec, facts: KernelFacts, targets: KernelSet): FieldCell {
  const query = { program: spec, region: 'ctx', offset: row.offset };
  const accepts = (access: Direction, size: number, kernels: KernelSet): boolean =>
    facts.access.refusedOn({ ...query, access, size }, kernels)?.length === 0;
  const natural = { ...query, access: 'read', size: Math.min(8, accessSize(row)) } as const;
  const refusedOn = facts.access.refusedOn(natural, targets)?.at(-1);
  const isThere = (kernel: string): boolean =>
    sizes.some((size) => accepts('read', size, [kernel]) || accepts('write', size, [kernel]));
  return {
    read: sizes.filter((size) => accepts('read', size, targets)),
    write: sizes.filter((size) => accepts('write', size, targets)),
    since: facts.kernels.find(isThere) ?? null,
    refusal: refusedOn === undefined ? null : facts.access.message(natural, refusedOn),
  };
}
