/**
 * Follows a log to its end: which instructions lie on the path that was refused, and what was known before and after
 * each. The log prints only what an instruction touched, so that the rest is carried on. Explains nothing.
 */
import { readInstruction } from './instruction.js';
import type { Annotation, Instruction, LogLine, Operation, Registers, Step, Value } from './log.js';
import { readState, readValue, type PrintedState } from './state.js';

/** The path to the end of the log; empty where the log holds no instruction. */
export function replay(lines: readonly LogLine[]): readonly Step[] {
  const replayer = new Replayer();
  for (const { text, line } of lines) replayer.take(text, line);
  return replayer.path;
}

/** A step that may still be changed by the lines behind it. */
interface Draft {
  instruction: Instruction;
  frame: number;
  before: Registers;
  after: Registers;
  annotation: Annotation | null;
  jumped: boolean | null;
  line: number;
  /** The other way of the jump was taken up later. */
  isResumed: boolean;
}

const empty: Registers = new Map();

/** What every program starts with, which kernels before 5.18 print at level 2 only. */
const atEntry: Registers = new Map([
  ['R1', readValue('ctx()')],
  ['R10', readValue('fp0')],
]);

class Replayer {
  path: Draft[] = [];
  /** What is known, frame by frame. */
  private frames: Registers[] = [atEntry];
  private annotation: Annotation | null = null;
  /** Whether an instruction without an annotation of its own has the last one. */
  private isAnnotated = true;
  /** By the instruction's number, as far as a path told it. */
  private readonly annotations = new Map<number, Annotation>();
  /** Whether the states that follow are of a caller or callee, and told again on entering it. */
  private isAside = false;

  take(text: string, line: number): void {
    const found = readInstruction(text);
    if (found) this.takeInstruction(found.instruction, found.state, line);
    else if (text.startsWith('; ')) this.takeAnnotation(text);
    else if (/^(?:caller:|callee:|returning from callee:|to caller at )/.test(text)) this.isAside = true;
    else this.takeState(text);
  }

  private takeInstruction(instruction: Instruction, state: string, line: number): void {
    this.isAside = false;
    this.settleJump(instruction.pc);
    const frame = this.frames.length - 1;
    const before = this.frames[frame] ?? empty;
    const after = effect(instruction.operation, before);
    const annotation = this.annotationOf(instruction.pc);
    const places = { annotation, line, frame };
    this.path.push({ instruction, ...places, before, after, jumped: null, isResumed: false });
    this.frames[frame] = after;
    this.follow(instruction.operation);
    if (state !== '') this.takeState(state, true);
  }

  /** A function's frame begins with its call and ends with its exit. */
  private follow(operation: Operation): void {
    if (operation.kind === 'call' && operation.callee.kind === 'subprogram') {
      const caller = this.frames.at(-1) ?? empty;
      this.frames.push(new Map([...caller].filter(([name]) => /^R[1-5]$/.test(name))));
    } else if (operation.kind === 'exit' && this.frames.length > 1) {
      const result = this.frames.pop()?.get('R0');
      const caller = new Map(this.frames.pop() ?? empty);
      for (const name of clobbered) caller.delete(name);
      if (result) caller.set('R0', result);
      this.frames.push(caller);
    }
  }

  /** `from 10 to 16: R0=1`, `16: R0=1` after a jump, `R0=1` behind an instruction, `frame1: R0=1`. */
  private takeState(text: string, isBehind = false): void {
    const switched = /^from (\d+) to (\d+)(?: \(speculative execution\))?: ?(.*)$/.exec(text);
    const numbered = switched ? null : /^(\d+): (?=R\d|frame\d|fp-|refs=)(.*)$/.exec(text);
    if (switched) this.resume(Number(switched[1]), Number(switched[2]));
    else if (numbered) this.arrive(Number(numbered[1]), isBehind);
    const state = switched?.[3] ?? numbered?.[2] ?? text;
    if (!this.isAside && /^(?:frame\d+:|R\d+(?:_\w+)?=|fp-\d+(?:_\w+)?=)/.test(state))
      this.know(readState(state));
  }

  /** Adds what a printed state says; it names its frame. */
  private know(state: PrintedState | null): void {
    if (!state) return;
    this.enter(state.frame);
    const known = new Map(this.frames[state.frame] ?? empty);
    for (const [name, value] of state.registers) known.set(name, value);
    this.frames[state.frame] = known;
    const last = this.path.at(-1);
    if (last?.frame === state.frame) last.after = known;
  }

  private enter(frame: number): void {
    while (this.frames.length <= frame) this.frames.push(empty);
    this.frames.length = frame + 1;
  }

  /** The number before a state. Behind a jump on its own line it says that the jump's other way is followed now. */
  private arrive(pc: number, isBehind: boolean): void {
    this.isAside = false;
    const last = this.path.at(-1)?.instruction;
    if (isBehind && last && pc !== last.pc + 1) this.resume(last.pc, pc);
    else this.settleJump(pc);
  }

  /** Where the last instruction is a jump, the next one's number tells which way was taken. */
  private settleJump(next: number): void {
    const last = this.path.at(-1);
    const operation = last?.instruction.operation;
    if (last && operation?.kind === 'jump')
      last.jumped ??= next === operation.to && next !== last.instruction.pc + 1;
  }

  /**
   * The path goes back to the latest jump at `from` whose other way is still to be followed. Where the way that was
   * followed first is not in the log any more, its annotations are missing, and the next one may be the same.
   */
  private resume(from: number, to: number): void {
    this.isAside = false;
    const at = this.path.findLastIndex((step) => step.instruction.pc === from && !step.isResumed);
    const step = this.path[at];
    if (!step) return this.startAnew();
    if (step.instruction.operation.kind !== 'jump') return;
    if (at === this.path.length - 1) this.isAnnotated = false;
    this.path.length = at + 1;
    Object.assign(step, { isResumed: true, jumped: to !== from + 1, after: step.before });
    this.frames.length = Math.min(this.frames.length, step.frame + 1);
    this.frames[step.frame] = step.before;
  }

  /** The log was cut: what led here is not in it. */
  private startAnew(): void {
    this.path = [];
    this.frames = [empty];
    this.isAnnotated = false;
  }

  private takeAnnotation(text: string): void {
    const place = /^(.*) @ (.+):(\d+)$/.exec(text.slice(2));
    this.annotation = place
      ? { text: (place[1] ?? '').trim(), file: place[2] ?? '', line: Number(place[3]) - 1 }
      : { text: text.slice(2).trim(), file: null, line: null };
    this.isAnnotated = true;
  }

  private annotationOf(pc: number): Annotation | null {
    if (!this.isAnnotated) return this.annotations.get(pc) ?? null;
    if (this.annotation) this.annotations.set(pc, this.annotation);
    return this.annotation;
  }
}

const clobbered = ['R0', 'R1', 'R2', 'R3', 'R4', 'R5'] as const;

/** What an instruction surely does to what is known, for kernels that print no state behind it. */
function effect(operation: Operation, before: Registers): Registers {
  const after = new Map(before);
  if (operation.kind === 'call') for (const name of clobbered) after.delete(name);
  else if (operation.kind === 'store') store(after, operation);
  else if ('target' in operation && operation.target !== null) {
    const value = result(operation, before);
    if (value) after.set(operation.target, value);
    else after.delete(operation.target);
  }
  return after;
}

function store(after: Map<string, Value>, { memory, from }: Extract<Operation, { kind: 'store' }>): void {
  if (memory.base !== 'R10') return;
  const value = 'register' in from ? after.get(from.register) : undefined;
  const slot = stackSlot(memory.offset);
  if (value && memory.size === 8) after.set(slot, value);
  else after.delete(slot);
}

function result(operation: Operation, before: Registers): Value | undefined {
  if (operation.kind === 'move' && 'register' in operation.from) return before.get(operation.from.register);
  if (operation.kind === 'load' && operation.memory.base === 'R10')
    return before.get(stackSlot(operation.memory.offset));
  return undefined;
}

/** The name of the eight bytes of the stack that hold an offset from the frame pointer. */
export function stackSlot(offset: number): string {
  return `fp${Math.floor(offset / 8) * 8}`;
}
