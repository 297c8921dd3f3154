/**
 * Calls on a path: functions of the program get a frame, helpers do what the world says, and of the others nothing is
 * known but what they can reach. Callbacks are not entered here; they are starts of their own.
 */
import type { Callee, Operand } from '../ir/instruction.js';
import type { IrFunction } from '../ir/ir.js';
import type { Width } from '../ir/operator.js';
import { clobberEscaped, lost, outside, overwrite } from './access.js';
import { cast, constantOf } from './build-terms.js';
import { between, freshSymbol, type Run, sizeTerm } from './run.js';
import { type Frame, type State, topOf } from './state.js';
import { valueOf } from './transfer.js';
import { number, type Region, unknown, type Value } from './values.js';
import type { Effect } from './world.js';

/** So many functions call each other on one path; the kernel takes eight frames (MAX_CALL_FRAMES). */
const mostFrames = 16;

/** Does a call. The path goes on in the function's first block, or behind the call. */
export function call(
  run: Run,
  state: State,
  callee: Callee,
  args: readonly Operand[],
  dst: number | null,
): void {
  const frame = topOf(state);
  const fn = callee.kind === 'function' ? run.unit.function(callee.name) : null;
  if (fn && state.frames.length < mostFrames) {
    const values = fn.params.map(({ bits }, i) => argumentOf(run, state, frame, args[i], bits));
    state.frames.push(enter(run, fn, values, dst));
    return;
  }
  const values = args.map((each) => valueOf(run, frame, each, 64));
  const name = callee.kind === 'pointer' ? 'pointer' : callee.name;
  const constants = values.map((value) => constantIn(run, value));
  const given = outsideCall(run, state, name, values, run.world.call(name, constants));
  if (dst !== null) frame.registers[dst] = fit(run, state, given, frame.fn.registers[dst]?.bits ?? 64);
}

function argumentOf(run: Run, state: State, frame: Frame, operand: Operand | undefined, bits: Width): Value {
  return operand === undefined ? lost(run, state, bits) : valueOf(run, frame, operand, bits);
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

/** A number, or the name of a global that is handed over; null for what differs from run to run. */
function constantIn(run: Run, value: Value): bigint | string | null {
  if (value.kind === 'number') return constantOf(run.arena, value.term);
  return value.kind === 'pointer' && value.region.kind === 'global' ? value.region.name : null;
}

function outsideCall(run: Run, state: State, name: string, args: readonly Value[], effect: Effect): Value {
  for (const value of args) if (value.kind === 'pointer') state.escaped.add(value.region);
  if (effect.writesAnything) clobberEscaped(state);
  for (const { argument, size } of effect.writes) {
    const target = args[argument];
    if (target) overwrite(run, state, target, size === null ? null : BigInt(size));
  }
  if (effect.movesPacket) state.packet = null;
  const value = resultOf(run, state, name, effect);
  state.given.push({ name, value: value.kind === 'unknown' ? null : value });
  return value;
}

function resultOf(run: Run, state: State, name: string, { result }: Effect): Value {
  const call = state.symbols;
  if (result.kind === 'memory') return outside(run, state, result.extent, call);
  if (result.kind === 'unknown') return unknown;
  const term = freshSymbol(run, state, 64, 'input', name, { kind: 'result', call, name });
  state.facts = between(state.facts, term, 64, result.min, result.max);
  return number(term);
}

/** A register that is narrower than what a helper gives cuts it. */
function fit(run: Run, state: State, value: Value, bits: Width): Value {
  if (bits === 64) return value;
  return value.kind === 'number'
    ? number(cast(run.arena, 'trunc', 64, bits, value.term))
    : lost(run, state, bits);
}
