/** The table of a section's context: which fields may be read and written, at which offsets and sizes. */
import type { Loader, KernelRange } from '../engine/settings.js';
import type { Direction } from '../kernel/access.js';
import type { FieldRow } from '../kernel/contexts.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ReturnRange } from '../kernel/returns.js';
import { isNamed, type ProgramSpec } from '../kernel/sections.js';
import { kernelsInRange, type KernelSet } from '../kernel/versions.js';

/** An offset (bytes from the context's start) with the access sizes (bytes) that are accepted there. */
export interface AcceptedAt {
  readonly offset: number;
  readonly sizes: readonly number[];
}

export interface FieldAccess {
  /** Empty for bytes that no field covers: padding, or a record whose layout depends on the event. */
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly type: string;
  readonly read: readonly AcceptedAt[];
  readonly write: readonly AcceptedAt[];
}

/** The command line's JSON of `fields`, and what the editor's table shows. */
export interface FieldTable {
  readonly section: string;
  readonly programType: string;
  readonly attachType: string | null;
  readonly context: string | null;
  readonly kernel: string;
  readonly btfEnabled: boolean;
  readonly rewritten: boolean;
  readonly returns: readonly ReturnRange[] | null;
  /** Null where nothing was measured: what may be accessed depends on the program's target. */
  readonly fields: readonly FieldAccess[] | null;
}

/** Null when neither loader knows the section. A range of kernels means: accepted on all of them. */
export function fieldTable(
  facts: KernelFacts,
  section: string,
  loader: Loader,
  kernel: KernelRange | null,
): FieldTable | null {
  const match = facts.match(section, loader);
  const spec = match && isNamed(match, section) ? match.spec : facts.program(section);
  if (!spec) return null;
  const kernels = kernelsInRange(facts.kernels, kernel);
  return {
    section,
    programType: spec.programType,
    attachType: spec.attachType,
    context: spec.context,
    kernel:
      kernel === null
        ? (kernels[0] ?? '')
        : kernel.min === kernel.max
          ? kernel.min
          : `${kernel.min}..${kernel.max}`,
    btfEnabled: spec.btfEnabled,
    rewritten: spec.rewritten,
    returns: facts.returns.accepted(spec, kernels),
    fields: facts.access.knows({ program: spec, region: 'ctx' }) ? fieldsOf(spec, facts, kernels) : null,
  };
}

const sizes = [1, 2, 4, 8] as const;

/** Offset to the accepted sizes there. */
type Accepted = ReadonlyMap<number, readonly number[]>;

function fieldsOf(spec: ProgramSpec, facts: KernelFacts, kernels: KernelSet): readonly FieldAccess[] {
  const read = acceptedIn(spec, 'read', facts, kernels);
  const write = acceptedIn(spec, 'write', facts, kernels);
  const rows = (spec.context === null ? null : facts.context(spec.context))?.fields ?? [];
  const named = rows.map((row) => ({
    name: row.name,
    offset: row.offset,
    size: row.size,
    type: row.type,
    read: within(read, row),
    write: within(write, row),
  }));
  return [...named, ...unnamed(rows, read, write)];
}

function acceptedIn(spec: ProgramSpec, access: Direction, facts: KernelFacts, kernels: KernelSet): Accepted {
  const found = new Map<number, number[]>();
  for (const size of sizes) {
    for (const offset of facts.access.accepted({ program: spec, region: 'ctx', access, size }, kernels)) {
      found.set(offset, [...(found.get(offset) ?? []), size]);
    }
  }
  return found;
}

function within(accepted: Accepted, { offset, size }: FieldRow): readonly AcceptedAt[] {
  return sorted([...accepted].filter(([at]) => offset <= at && at < offset + size));
}

function sorted(entries: readonly (readonly [number, readonly number[]])[]): readonly AcceptedAt[] {
  return entries
    .map(([offset, accepted]) => ({ offset, sizes: accepted }))
    .sort((a, b) => a.offset - b.offset);
}

/** What is accepted where no field is; in one entry, so that the list stays exact. */
function unnamed(rows: readonly FieldRow[], read: Accepted, write: Accepted): readonly FieldAccess[] {
  const isNamed = (at: number): boolean => rows.some((row) => row.offset <= at && at < row.offset + row.size);
  const rest = (accepted: Accepted): readonly AcceptedAt[] =>
    sorted([...accepted].filter(([at]) => !isNamed(at)));
  const [reads, writes] = [rest(read), rest(write)];
  const offsets = [...reads, ...writes].map((each) => each.offset);
  if (offsets.length === 0) return [];
  const offset = Math.min(...offsets);
  return [
    { name: '', offset, size: Math.max(...offsets) + 1 - offset, type: '', read: reads, write: writes },
  ];
}
