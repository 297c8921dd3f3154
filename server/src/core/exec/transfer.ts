/**
 * What one instruction does to a state: the one transfer function, for all strategies. Calls are in calls.ts, and
 * where control goes is the strategy's.
 */
import type { Instruction, Operand } from '../ir/instruction.js';
import type { Width } from '../ir/operator.js';
import { load, lost, mostBytes, move, overwrite, pieceOf, store, clobberEscaped } from './access.js';
import { binary, cast, compare, constant, unary } from './build-terms.js';
import { comparePointers, element, pointerArithmetic } from './pointers.js';
import { type Run, sharedRegion, sharedSymbol, sizeTerm } from './run.js';
import { type Frame, type State, topOf, valueIn } from './state.js';
import { constantIn, number, pointer, unknown, type Value } from './values.js';

type Of<Op extends Instruction['op']> = Extract<Instruction, { op: Op }>;

/** The value of an operand of `bits` bits. */
export function valueOf(run: Run, frame: Frame, operand: Operand, bits: Width): Value {
  return typeof operand === 'bigint' ? number(constant(run.arena, bits, operand)) : valueIn(frame, operand);
}

/** Executes any instruction but a call. */
export function transfer(run: Run, state: State, instruction: Exclude<Instruction, { op: 'call' }>): void {
  const frame = topOf(state);
  switch (instruction.op) {
    case 'store':
    case 'copy':
    case 'fill':
    case 'clobber':
    case 'indeterminate':
    case 'assume':
      return change(run, state, frame, instruction);
    case 'asm':
      for (const { dst } of instruction.outputs) frame.registers[dst] = lost(run, state, widthOf(frame, dst));
      if (instruction.memory) clobberEscaped(state);
      return;
    case 'atomic':
    case 'compare-exchange':
      return exchange(run, state, frame, instruction);
    default:
      frame.registers[instruction.dst] = result(run, state, frame, instruction);
  }
}

function widthOf(frame: Frame, register: number): Width {
  return frame.fn.registers[register]?.bits ?? 64;
}

type Computing = Of<
  | 'move'
  | 'unary'
  | 'binary'
  | 'cmp'
  | 'cast'
  | 'ptr'
  | 'field'
  | 'slot'
  | 'global'
  | 'function'
  | 'string'
  | 'named'
  | 'load'
  | 'havoc'
>;

function result(run: Run, state: State, frame: Frame, instruction: Computing): Value {
  switch (instruction.op) {
    case 'move':
      return valueOf(run, frame, instruction.value, instruction.bits);
    case 'unary': {
      const value = valueOf(run, frame, instruction.value, instruction.bits);
      if (value.kind !== 'number') return lost(run, state, instruction.bits);
      return number(unary(run.arena, instruction.operator, instruction.bits, value.term));
    }
    case 'binary':
      return computed(run, state, frame, instruction);
    case 'cmp':
      return compared(run, state, frame, instruction);
    case 'cast':
      return converted(run, state, frame, instruction);
    case 'load':
      return load(run, state, valueOf(run, frame, instruction.address, 64), instruction.bits);
    case 'havoc': {
      const bits = widthOf(frame, instruction.dst);
      return bits === 64 ? unknown : lost(run, state, bits);
    }
    default:
      return address(run, frame, instruction);
  }
}

/** Instructions that give the address of something, or a number that others know. */
function address(
  run: Run,
  frame: Frame,
  instruction: Of<'ptr' | 'field' | 'slot' | 'global' | 'function' | 'string' | 'named'>,
): Value {
  const zero = constant(run.arena, 64, 0n);
  switch (instruction.op) {
    case 'ptr': {
      const base = valueOf(run, frame, instruction.base, 64);
      const index = valueOf(run, frame, instruction.index, 64);
      return element(run.arena, base, index, instruction.scale, instruction.offset);
    }
    case 'field': {
      const base = valueOf(run, frame, instruction.base, 64);
      if (instruction.offset === null) return unknown;
      return element(run.arena, base, number(zero), 1, instruction.offset);
    }
    case 'slot': {
      const region = frame.slots[instruction.slot];
      return region ? pointer(region, zero) : unknown;
    }
    case 'global':
      return pointer(globalRegion(run, instruction.name), zero);
    case 'function':
      return { kind: 'function', name: instruction.name };
    case 'string':
      return pointer(stringRegion(run, instruction.text), zero);
    case 'named':
      return named(run, instruction);
  }
}

/** The source's own answer where there is one and nobody gives another. */
function named(run: Run, { name, bits, local, by }: Of<'named'>): Value {
  if (local !== null && by !== 'relocation') return number(constant(run.arena, bits, local));
  return number(sharedSymbol(run, bits, 'load-time', name, { kind: 'named', name }));
}

function globalRegion(run: Run, name: string) {
  const global = run.unit.global(name);
  return sharedRegion(run, `global ${name}`, () => ({
    kind: 'global',
    name,
    size: sizeTerm(run, global?.size ?? null),
    address: null,
    content: 'input',
  }));
}

function stringRegion(run: Run, text: string | null) {
  return sharedRegion(run, `string ${text}`, () => ({
    kind: 'string',
    name: text ?? 'string',
    size: sizeTerm(run, text === null ? null : text.length + 1),
    address: null,
    content: 'input',
  }));
}

function computed(run: Run, state: State, frame: Frame, instruction: Of<'binary'>): Value {
  const { operator, bits } = instruction;
  const [a, b] = [instruction.left, instruction.right].map((each) => valueOf(run, frame, each, bits));
  if (a?.kind === 'number' && b?.kind === 'number')
    return number(binary(run.arena, operator, bits, a.term, b.term));
  if (bits !== 64 || !a || !b) return lost(run, state, bits);
  return pointerArithmetic(run.arena, operator, a, b);
}

function compared(run: Run, state: State, frame: Frame, instruction: Of<'cmp'>): Value {
  const { predicate, bits } = instruction;
  const [a, b] = [instruction.left, instruction.right].map((each) => valueOf(run, frame, each, bits));
  if (!a || !b) return lost(run, state, 32);
  if (a.kind === 'number' && b.kind === 'number')
    return number(compare(run.arena, predicate, bits, a.term, b.term));
  const term = comparePointers(run.arena, predicate, a, b);
  return term === null ? lost(run, state, 32) : number(term);
}

/** A pointer in 32 bits is what the context's `data` is: widened, it is the pointer again. */
function converted(run: Run, state: State, frame: Frame, { kind, from, to, value }: Of<'cast'>): Value {
  const operand = valueOf(run, frame, value, from);
  if (operand.kind === 'number') return number(cast(run.arena, kind, from, to, operand.term));
  return kind === 'trunc' && to < 32 ? lost(run, state, to) : operand;
}

function change(
  run: Run,
  state: State,
  frame: Frame,
  instruction: Of<'store' | 'copy' | 'fill' | 'clobber' | 'indeterminate' | 'assume'>,
): void {
  switch (instruction.op) {
    case 'store': {
      const target = valueOf(run, frame, instruction.address, 64);
      const value = valueOf(run, frame, instruction.value, instruction.bits);
      return store(run, state, target, instruction.bits, value);
    }
    case 'copy':
      return copy(run, state, frame, instruction);
    case 'fill':
      return fill(run, state, frame, instruction);
    case 'clobber':
      if (instruction.base === null) return clobberEscaped(state);
      return overwrite(run, state, valueOf(run, frame, instruction.base, 64), null);
    case 'indeterminate':
      if (instruction.target.kind === 'register') {
        const { register } = instruction.target;
        frame.registers[register] = lost(run, state, widthOf(frame, register));
      }
      return;
    case 'assume':
      return;
  }
}

function copy(run: Run, state: State, frame: Frame, instruction: Of<'copy'>): void {
  const target = valueOf(run, frame, instruction.target, 64);
  const source = valueOf(run, frame, instruction.source, 64);
  const size = sizeOf(run, frame, instruction.size);
  if (size === null || size > mostBytes) return overwrite(run, state, target, null);
  if (!move(run, state, target, source, Number(size))) overwrite(run, state, target, size);
}

function fill(run: Run, state: State, frame: Frame, instruction: Of<'fill'>): void {
  const target = valueOf(run, frame, instruction.target, 64);
  const byte = valueOf(run, frame, instruction.value, 8);
  const size = sizeOf(run, frame, instruction.size);
  const known = constantIn(run.arena, byte);
  if (size === null || size > mostBytes || known === null) return overwrite(run, state, target, size);
  for (let at = 0n; at < size;) {
    const bits = (pieceOf(Number(size - at)) * 8) as Width;
    const value = number(constant(run.arena, bits, known * 0x0101010101010101n));
    store(run, state, movedBy(run, target, at), bits, value);
    at += BigInt(bits / 8);
  }
}

function sizeOf(run: Run, frame: Frame, operand: Operand): bigint | null {
  return constantIn(run.arena, valueOf(run, frame, operand, 64));
}

function movedBy(run: Run, base: Value, bytes: bigint): Value {
  return element(run.arena, base, number(constant(run.arena, 64, 0n)), 1, bytes);
}

/** What was there, and what an atomic operation leaves: a number that nobody predicts, others may have come between. */
function exchange(
  run: Run,
  state: State,
  frame: Frame,
  instruction: Of<'atomic' | 'compare-exchange'>,
): void {
  const target = valueOf(run, frame, instruction.address, 64);
  const before = load(run, state, target, instruction.bits);
  store(run, state, target, instruction.bits, lost(run, state, instruction.bits));
  if (instruction.dst !== null) frame.registers[instruction.dst] = before;
}
