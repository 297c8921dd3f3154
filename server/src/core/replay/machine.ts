/**
 * Runs a function of the representation on concrete numbers: one step for one instruction, no choice. Knows what the
 * instructions mean, and nothing of how they came to be or of who else runs them.
 */
import type { Instruction } from '../ir/instruction.js';
import type { Block, IrFunction, Terminator } from '../ir/ir.js';
import { access } from './access.js';
import { allBits, cast, known } from './arithmetic.js';
import { compute } from './compute.js';
import { Context, done, gives, stop, type Frame, type Result, type Start } from './context.js';
import type { Word } from './memory.js';
import type { Outcome, Run } from './outcome.js';

/** How many calls may lie within calls: as many as the verifier allows frames. */
const mostFrames = 8;

/** Runs a function to its end, or until something stops it. Never throws. */
export function replay(start: Start): Run {
  const context = new Context(start);
  const fn = start.unit.function(start.entry);
  const site = { fn: start.entry, at: 0 };
  const args = start.args.map((value) => known(64, value));
  const result = fn
    ? new Machine(context).call(fn, args, 1)
    : stop({ kind: 'lost', why: 'no such function', ...site });
  return {
    outcome: result.stopped ?? { kind: 'returned', value: result.word?.value ?? null },
    undefined: context.undefined,
    steps: context.steps,
  };
}

class Machine {
  constructor(private readonly context: Context) {}

  call(fn: IrFunction, args: readonly Word[], depth: number): Result {
    if (depth > mostFrames) return stop({ kind: 'limit' });
    const { memory } = this.context.start;
    const slots = fn.slots.map(({ name, size }) => memory.add(name, size ?? 0, true).address);
    const frame: Frame = { fn, registers: [], slots, depth };
    fn.params.forEach(({ register, bits }, i) => {
      const word = args[i] ?? { value: 0n, unknown: allBits(bits) };
      frame.registers[register] = cast('trunc', 64, bits, word);
    });
    let block: Block | undefined = fn.blocks[0];
    while (block) {
      for (const instruction of block.instructions) {
        const { stopped } = this.step(frame, instruction);
        if (stopped) return stop(stopped);
      }
      const next: number | Result = this.leave(frame, block.terminator);
      if (typeof next !== 'number') return next;
      block = fn.blocks[next];
    }
    return stop({ kind: 'lost', why: 'no such block', fn: fn.name, at: 0 });
  }

  private step(frame: Frame, each: Instruction): Result {
    const { context } = this;
    if (++context.steps > context.start.mostSteps) return stop({ kind: 'limit' });
    return compute(context, frame, each) ?? access(context, frame, each) ?? this.act(frame, each);
  }

  /** What neither computes nor accesses memory. */
  private act(frame: Frame, each: Instruction): Result {
    const { context } = this;
    switch (each.op) {
      case 'call':
        return this.leaveFor(frame, each);
      case 'assume':
        if (context.decided(frame, each, context.read(frame, each.test)) === 0n)
          context.note(frame, each, 'false assumption');
        return done;
      case 'havoc':
      case 'clobber':
        return context.lost(frame, each, each.why);
      default:
        return context.lost(frame, each, each.op);
    }
  }

  private leaveFor(frame: Frame, each: Extract<Instruction, { readonly op: 'call' }>): Result {
    const { callee } = each;
    const { unit, objects, world } = this.context.start;
    const words = each.args.map((arg) => this.context.read(frame, arg));
    const name =
      callee.kind === 'pointer'
        ? objects.functionAt(this.context.decided(frame, each, this.context.read(frame, callee.value)))
        : callee.kind === 'function'
          ? callee.name
          : null;
    const fn = name === null ? null : unit.function(name);
    if (fn) {
      const { word, stopped } = this.call(fn, words, frame.depth + 1);
      if (stopped) return stop(stopped);
      return each.dst === null || !word ? done : this.context.give(frame, each, word);
    }
    const args = words.map((word) => this.context.decided(frame, each, word));
    const ended: Outcome[] = [];
    const result = world.call(callee, args, (address, passed) => {
      const called = unit.function(objects.functionAt(address) ?? '');
      const { word, stopped } = called
        ? this.call(
            called,
            passed.map((value) => known(64, value)),
            frame.depth + 1,
          )
        : this.context.lost(frame, each, 'a callback');
      if (stopped) ended.push(stopped);
      return stopped ? null : (word?.value ?? 0n);
    });
    if (ended[0]) return stop(ended[0]);
    if (!result) return this.context.lost(frame, each, 'name' in callee ? callee.name : 'a pointer');
    const bits = each.dst === null ? 64 : (frame.fn.registers[each.dst]?.bits ?? 64);
    return each.dst === null ? done : this.context.give(frame, each, known(bits, result.value));
  }

  /** The next block, or what the function gives. */
  private leave(frame: Frame, terminator: Terminator): number | Result {
    const site = { fn: frame.fn.name, at: terminator.at };
    switch (terminator.op) {
      case 'jump':
        return ++this.context.steps > this.context.start.mostSteps
          ? stop({ kind: 'limit' })
          : terminator.target;
      case 'branch': {
        const test = this.context.decided(frame, terminator, this.context.read(frame, terminator.test));
        return test === 0n ? terminator.otherwise : terminator.then;
      }
      case 'switch': {
        const { bits, signed, cases, otherwise } = terminator;
        const order = (value: bigint): bigint => (signed ? BigInt.asIntN(bits, value) : value);
        const value = order(
          this.context.decided(frame, terminator, this.context.read(frame, terminator.value)),
        );
        const found = cases.find(({ low, high }) => order(low) <= value && value <= order(high));
        return found?.target ?? otherwise;
      }
      case 'return':
        return this.finish(frame, terminator);
      case 'unreachable':
        return stop({ kind: 'unreachable', ...site });
      case 'lost':
        return stop({ kind: 'lost', why: terminator.why, ...site });
    }
  }

  private finish(frame: Frame, terminator: Extract<Terminator, { readonly op: 'return' }>): Result {
    if (terminator.value === null) return gives(null);
    const word = this.context.read(frame, terminator.value);
    if (frame.depth === 1) this.context.decided(frame, terminator, word);
    return gives(word);
  }
}
