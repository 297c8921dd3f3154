/** The state in which a path begins, and the frames that functions begin with. */
import type { IrFunction } from '../ir/ir.js';
import { noFacts } from './facts.js';
import { type Run, sizeTerm } from './run.js';
import type { Frame, State } from './state.js';
import { type Region, unknown, type Value } from './values.js';

/** The state at the start of a function that gets these arguments from outside. */
export function initialState(run: Run, start: IrFunction, args: readonly Value[]): State {
  return {
    frames: [enter(run, start, args, null)],
    memory: new Map(),
    lost: new Set(),
    escaped: new Set(args.flatMap((each) => (each.kind === 'pointer' ? [each.region] : []))),
    facts: noFacts(run.arena),
    model: new Map(),
    assumed: new Map(),
    decisions: null,
    given: null,
    symbols: 0,
    packet: null,
    packets: [],
  };
}

/** A frame at the start of a function. */
export function enter(run: Run, fn: IrFunction, args: readonly Value[], result: number | null): Frame {
  const registers: Value[] = Array.from({ length: fn.registers.length }, () => unknown);
  fn.params.forEach(({ register }, i) => (registers[register] = args[i] ?? unknown));
  const slots = fn.slots.map(({ name, size }): Region => ({
    kind: 'slot',
    name,
    size: sizeTerm(run, size),
    address: null,
    content: 'indeterminate',
  }));
  return { fn, block: 0, index: 0, registers, slots, result };
}
