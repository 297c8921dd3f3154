/** Which helpers a program may call: a view over rules/tables/helpers.json. */
import { parseOffsets } from './offsets.js';
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn, type KernelSet } from './versions.js';

export interface RawHelpers {
  /** Id to name. */
  readonly names: Readonly<Record<string, string>>;
  /** The newest helper's id of each kernel. */
  readonly last: Readonly<Record<string, number>>;
  /** `[first kernel, the verifier's words]` with `#` for the helper, oldest first. */
  readonly refusals: readonly (readonly [string, string])[];
  /** Ids that may be called, as ranges. */
  readonly sets: readonly string[];
  /** Program, then `[first kernel, index into sets]`, oldest first. */
  readonly programs: Readonly<Record<string, readonly (readonly [string, number])[]>>;
}

export interface HelperTable {
  /** The helper's id, as in include/uapi/linux/bpf.h; null for what is no helper. */
  id(name: string): number | null;
  /** Whether a kernel has the helper at all. */
  exists(id: number, kernel: string): boolean;
  /** The kernels among `kernels` on which the program may not call it; empty where nothing was measured. */
  refusedOn(id: number, program: ProgramSpec, kernels: KernelSet): KernelSet;
  /** The verifier's words. */
  message(id: number, kernel: string): string;
}

export function helperTable(raw: RawHelpers): HelperTable {
  const ids = new Map(Object.entries(raw.names).map(([id, name]) => [name, Number(id)]));
  const sets = raw.sets.map((text) => ({ text, parsed: null as ReturnType<typeof parseOffsets> | null }));
  const allowed = (index: number): ReturnType<typeof parseOffsets> | null => {
    const set = sets[index];
    return set ? (set.parsed ??= parseOffsets(set.text)) : null;
  };
  // What nobody may call anywhere was built out of the measured kernels, which says nothing of others.
  let callable: ReadonlySet<number> | null = null;
  const isMeasured = (id: number): boolean =>
    (callable ??= new Set(sets.flatMap((_, index) => allowed(index)?.all ?? []))).has(id);
  return {
    id: (name) => ids.get(name) ?? null,
    exists: (id, kernel) => id <= (raw.last[kernel] ?? 0),
    refusedOn(id, program, kernels) {
      const rows = isMeasured(id) ? (raw.programs[measuredKey(program)] ?? []) : [];
      return kernels.filter((kernel) => {
        const row = rowOn(rows, kernel);
        return row !== undefined && allowed(row[1])?.has(id) === false;
      });
    },
    message(id, kernel) {
      const words = rowOn(raw.refusals, kernel)?.[1] ?? '';
      return words.replace('#', `${raw.names[id] ?? 'unknown'}#${id}`);
    },
  };
}
