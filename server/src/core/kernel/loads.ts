/** On which kernels a program type with its attach type loads at all: a view over rules/tables/loads.json. */
import { compareVersions } from '../engine/settings.js';
import { measuredKey, type ProgramSpec } from './sections.js';
import type { KernelSet } from './versions.js';

export interface RawLoads {
  readonly programs: Readonly<Record<string, RawLoad>>;
}

export interface RawLoad {
  /** The first measured kernel that loads it; null where none does. */
  readonly since: string | null;
}

export interface LoadTable {
  /** The kernels among `kernels` that refuse to load even the smallest such program. */
  refusedOn(program: ProgramSpec, kernels: KernelSet): KernelSet;
  /** The first measured kernel that loads it; null where none does or none was asked. */
  since(program: ProgramSpec): string | null;
}

export function loadTable(raw: RawLoads): LoadTable {
  const since = (program: ProgramSpec): string | null => raw.programs[measuredKey(program)]?.since ?? null;
  return {
    since,
    refusedOn(program, kernels) {
      const first = since(program);
      return first === null ? [] : kernels.filter((kernel) => compareVersions(kernel, first) < 0);
    },
  };
}
