/**
 * Calls on a path: functions of the program get a frame, helpers do what the world says, and of the others nothing is
 * known but what they can reach. Callbacks are not entered here; they are starts of their own.
 */
import type { Callee, Operand } from '../ir/instruction.js';
import type { Width } from '../ir/operator.js';
import { clobberEscaped, lost, outside, overwrite } from './access.js';
import { cast, constantOf } from './build-terms.js';
import { append } from './chain.js';
import { between, freshSymbol, type Run } from './run.js';
import { enter } from './start.js';
import { type Frame, type State, topOf } from './state.js';
import { valueOf } from './transfer.js';
import { constantIn, number, unknown, type Value } from './values.js';
import type { Argument, Effect } from './world.js';

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
  const known = values.map((value) => argumentFor(run, state, value));
  const given = outsideCall(run, state, name, values, run.world.call(name, known));
  if (dst !== null) frame.registers[dst] = fit(run, state, given, frame.fn.registers[dst]?.bits ?? 64);
}

function argumentOf(run: Run, state: State, frame: Frame, operand: Operand | undefined, bits: Width): Value {
  return operand === undefined ? lost(run, state, bits) : valueOf(run, frame, operand, bits);
}

function argumentFor(run: Run, state: State, value: Value): Argument {
  if (value.kind !== 'pointer') return { number: constantIn(run.arena, value), global: null, pointed: null };
  const { region } = value;
  const offset = constantOf(run.arena, value.offset);
  const cell = state.memory.get(region)?.find((each) => BigInt(each.offset) === offset && each.size === 4);
  const pointed = cell ? constantIn(run.arena, cell.value) : null;
  return { number: null, global: region.kind === 'global' ? region.name : null, pointed };
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
  state.given = append(state.given, { name, value: value.kind === 'unknown' ? null : value });
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
