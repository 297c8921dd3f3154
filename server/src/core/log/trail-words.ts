/** What a step of a trail did to a value, with the words for it. Knows single steps, not where the trail leads. */
import type { Location, Operation, Step, Value } from './log.js';
import { inWords, kindInWords, numberInWords } from './words.js';

export type TrailKind =
  | 'loaded'
  | 'returned'
  | 'set'
  | 'changed'
  | 'checked'
  | 'branch'
  | 'argument'
  | 'invalidated'
  | 'released'
  | 'acquired'
  | 'entered';

/** What a test found out, or a change spoiled. */
export type TrailDetail = 'null' | 'not null' | 'packet' | 'bounds' | 'becomes a number';

/** A place that explains the refusal. */
export interface TrailStep {
  readonly kind: TrailKind;
  /** Its place among the path's steps. */
  readonly at: number;
  readonly what: string;
  readonly detail?: TrailDetail;
  /** The call that did it. */
  readonly call?: string;
  /** What the value was known to be afterwards. */
  readonly value?: Value;
}

/** The name of what a call calls; functions of the program have none in a log. */
export function calledName(operation: Operation): string {
  const isNamed = operation.kind === 'call' && operation.callee.kind === 'named';
  return isNamed ? operation.callee.name : 'the function';
}

/** A number or an address that an instruction puts into a location. */
export function setStep(step: Step, at: number, location: Location): TrailStep {
  const value = step.after.get(location);
  return { kind: 'set', at, what: `set to ${value ? inWords(value) : 'an address'}` };
}

/** Arithmetic on a value; a pointer may become a number by it. */
export function changeStep(step: Step, at: number, location: Location): TrailStep {
  const [before, value] = [step.before.get(location), step.after.get(location)];
  const { operation } = step.instruction;
  const operator = operation.kind === 'math' ? `"${operation.operator}="` : 'an instruction';
  if (!value) return { kind: 'changed', at, what: `changed by ${operator}` };
  if (before && before.kind !== 'scalar' && value.kind === 'scalar')
    return {
      kind: 'changed',
      at,
      what: `a pointer becomes a number by ${operator}`,
      detail: 'becomes a number',
    };
  return { kind: 'changed', at, what: `becomes ${inWords(value)}`, value };
}

/** A load from memory that is not the stack. */
export function loadStep({ instruction, before }: Step, at: number): TrailStep {
  const { operation } = instruction;
  const base = operation.kind === 'load' ? before.get(operation.memory.base) : undefined;
  const through =
    base?.kind === 'scalar' ? 'through a number' : `from ${base ? kindInWords(base.kind) : 'memory'}`;
  return { kind: 'loaded', at, what: `read ${through}` };
}

/** A call as the origin of what R0 holds, or as the end of what R1 to R5 held. */
export function callStep({ instruction, after }: Step, at: number, location: Location): TrailStep {
  const call = calledName(instruction.operation);
  if (location !== 'R0')
    return { kind: 'invalidated', at, what: `the call of ${call} leaves nothing in ${location}`, call };
  const value = after.get('R0');
  return { kind: 'returned', at, what: `returned by ${call}${value ? `: ${inWords(value)}` : ''}`, call };
}

/** What a conditional jump says of a value, as it was before and after. */
export function testStep(step: Step, at: number, location: Location): TrailStep {
  const [before, after] = [step.before.get(location), step.after.get(location)];
  const { jumped } = step;
  const way =
    jumped === null ? 'tested' : `tested: the condition's jump is ${jumped ? 'taken' : 'not taken'}`;
  return { kind: 'checked', at, what: way, ...(after && finding(before, after)) };
}

function finding(
  before: Value | undefined,
  after: Value,
): Pick<TrailStep, 'what' | 'detail' | 'value'> | undefined {
  if (before?.kind.includes('or_null') && !after.kind.includes('or_null'))
    return after.kind === 'scalar'
      ? { what: 'tested for NULL: it is NULL here', detail: 'null' }
      : { what: 'tested for NULL: it is not NULL here', detail: 'not null' };
  if (after.range !== null && after.range !== before?.range)
    return {
      what: `compared with the end of the packet: its first ${after.range} bytes may be used`,
      detail: 'packet',
    };
  return after.kind === 'scalar'
    ? { what: `tested: ${numberInWords(after)} here`, detail: 'bounds', value: after }
    : undefined;
}
