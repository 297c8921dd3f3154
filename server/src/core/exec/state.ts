/**
 * Where one path stands: its frames, its memory, what is known. A state belongs to one path, which changes it as it
 * goes; `fork` gives another path a state of its own, which shares what neither can change.
 */
import type { BlockId, IrFunction } from '../ir/ir.js';
import type { Register } from '../ir/instruction.js';
import type { Chain } from './chain.js';
import type { Assumptions } from './coverage.js';
import type { Facts } from './facts.js';
import type { Contents } from './memory.js';
import type { Model } from './model.js';
import type { Region, Value } from './values.js';
import { unknown } from './values.js';

/** A function that is being executed; only the innermost one changes, and it belongs to one path alone. */
export interface Frame {
  readonly fn: IrFunction;
  /** The instruction that is next; one behind the last is the terminator. */
  block: BlockId;
  index: number;
  readonly registers: Value[];
  readonly slots: readonly Region[];
  /** The caller's register that gets what it returns. */
  readonly result: Register | null;
}

/** What a call of a function that is not in the program gave; `value` is null where nobody knows. */
export interface Given {
  readonly name: string;
  readonly value: Value | null;
}

/** A test that the path decided, where both ways were open. */
export interface Decision {
  readonly fn: string;
  readonly at: number;
  /** Whether a test came out true; of a switch, whether the value was one of a case's. */
  readonly truth: boolean;
  readonly by: 'branch' | 'switch';
}

export interface State {
  /** Outermost first. Paths share all but the last. */
  readonly frames: Frame[];
  readonly memory: Map<Region, Contents>;
  /** Regions of which nothing is known but what `memory` says. */
  readonly lost: Set<Region>;
  /** Regions that calls of functions which nobody sees may write to. */
  readonly escaped: Set<Region>;
  facts: Facts;
  /** Numbers that fulfil the facts; null where none were found so far. */
  model: Model | null;
  /** Numbers to start from where there is no model yet: those of the path that this one left. */
  start?: Model;
  /** How tests came out of which nobody knows how they do. */
  assumed: Assumptions;
  decisions: Chain<Decision>;
  /** In the order of the calls. */
  given: Chain<Given>;
  /** What calls gave and bytes read so far: numbers symbols, so that each run of a path names them alike. */
  symbols: number;
  /** The packet as it is now; calls that move it make it another one. */
  packet: Region | null;
  /** All packets so far, each with the number of calls before it was first looked at. */
  packets: readonly { readonly region: Region; readonly calls: number }[];
}

/** A state that goes on by itself from here. */
export function fork(state: State): State {
  return {
    ...state,
    frames: [...state.frames.slice(0, -1), ...state.frames.slice(-1).map(ownFrame)],
    memory: new Map(state.memory),
    lost: new Set(state.lost),
    escaped: new Set(state.escaped),
  };
}

/** Takes the innermost frame off, with what lived in it; the one below belongs to this path from now on. */
export function dropFrame(state: State): Frame {
  const frame = state.frames.pop();
  if (!frame) throw new RangeError('a path that has ended has no frame');
  for (const slot of frame.slots) {
    state.memory.delete(slot);
    state.lost.delete(slot);
    state.escaped.delete(slot);
  }
  const caller = state.frames.pop();
  if (caller) state.frames.push(ownFrame(caller));
  return frame;
}

function ownFrame(frame: Frame): Frame {
  return { ...frame, registers: [...frame.registers] };
}

/** The innermost frame. */
export function topOf(state: State): Frame {
  const top = state.frames.at(-1);
  if (!top) throw new RangeError('a path that has ended has no frame');
  return top;
}

export function valueIn(frame: Frame, register: Register): Value {
  return frame.registers[register] ?? unknown;
}
