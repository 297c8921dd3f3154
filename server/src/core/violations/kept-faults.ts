/**
 * Keeps what was found in a program for as long as all functions and objects that it may execute or name are the same.
 */
import { objectsNamedBy, reachableFunctions, startsFrom } from '../exec/points.js';
import type { GlobalObject, IrFunction, IrUnit } from '../ir/ir.js';
import type { LoweredUnit } from '../ir/unit.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { KernelSet } from '../kernel/versions.js';
import type { Run } from '../exec/run.js';
import { type MemoryFaults, memoryFaults } from './memory-faults.js';

/** What the faults of a program rest on. */
interface Basis {
  readonly program: ProgramSpec;
  readonly kernels: string;
  readonly functions: readonly IrFunction[];
  readonly objects: readonly (GlobalObject | null)[];
}

/** The faults of a program of a unit; the same object for as long as nothing that they rest on changed. */
export type FaultsOf = (
  unit: LoweredUnit,
  entry: string,
  program: ProgramSpec,
  kernels: KernelSet,
) => MemoryFaults;

const none: MemoryFaults = { faults: [], steps: 0 };

/** `spend` is told of each step. */
export function keptFaults(facts: KernelFacts, spend: Run['spend']): FaultsOf {
  const kept = new WeakMap<IrFunction, { readonly basis: Basis; readonly faults: MemoryFaults }>();
  return (unit, entry, program, kernels) => {
    const fn = unit.function(entry);
    if (!fn) return none;
    const basis = basisOf(unit, fn, program, kernels);
    const before = kept.get(fn);
    if (before && isSame(before.basis, basis)) return before.faults;
    const faults = memoryFaults(unit, fn, facts, program, kernels, spend);
    kept.set(fn, { basis, faults });
    return faults;
  };
}

function basisOf(unit: IrUnit, entry: IrFunction, program: ProgramSpec, kernels: KernelSet): Basis {
  const starts = startsFrom(unit, entry.name);
  const functions = starts.flatMap(({ name }) => reachableFunctions(unit, name));
  const objects = [...new Set(functions.flatMap(objectsNamedBy))].map((name) => unit.global(name));
  return { program, kernels: kernels.join(), functions, objects };
}

function isSame(a: Basis, b: Basis): boolean {
  return (
    a.program === b.program &&
    a.kernels === b.kernels &&
    areSame(a.functions, b.functions) &&
    areSame(a.objects, b.objects)
  );
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
