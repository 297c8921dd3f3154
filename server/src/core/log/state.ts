/**
 * The state of registers as a log prints it, in the forms of kernel/bpf/log.c: print_verifier_state (before 5.17
 * kernel/bpf/verifier.c) from 4.19 to 7.3. A part that it does not understand keeps its text and no more.
 */
import type { Location, Registers, Value } from './log.js';

export interface PrintedState {
  readonly frame: number;
  readonly registers: Registers;
}

const entry = /^(R\d+|fp-\d+)(?:_\w+)?=/;

/** Reads `frame1: R1=ctx() fp-8=mmmm????`; null where the text is no state. Numbers in brackets may hold spaces. */
export function readState(text: string): PrintedState | null {
  const frame = /^frame(\d+): ?/.exec(text);
  const registers = new Map<Location, Value>();
  for (const part of parts(frame ? text.slice(frame[0].length) : text)) {
    const match = entry.exec(part);
    if (match?.[1] !== undefined) registers.set(match[1], readValue(part.slice(match[0].length)));
    else if (!/^(?:refs?=|cb|async_cb|[a-z_]+=)/.test(part)) return null;
  }
  return registers.size === 0 && !frame ? null : { frame: Number(frame?.[1] ?? 0), registers };
}

/** Cuts at the spaces that stand in no bracket. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 40) depth++;
    else if (code === 41) depth--;
    else if (at === text.length || (code === 32 && depth <= 0)) {
      if (at > start) found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return found;
}

/** Names of kernels before 5.18. */
const renamed: Readonly<Record<string, string>> = { inv: 'scalar', imm: 'scalar', unknown: 'scalar' };

/** Kinds that were stored a word at a time: `????` is unknown bytes, `m` written ones, `0` zeros. */
const bytes = /^[?m0rdi]{8}/;

/** What one value says of itself. */
export function readValue(text: string): Value {
  const plain = text.replace(/^P(?=\w)|,call_-1$/g, '');
  if (bytes.test(plain))
    return { ...nothing, text, kind: plain.includes('?') ? 'partly written' : 'written' };
  const open = plain.indexOf('(');
  const head = open < 0 ? plain : plain.slice(0, open);
  const fields = open < 0 ? nothingSaid : readFields(plain.slice(open + 1, plain.lastIndexOf(')')));
  const number = /^(?:inv|imm)?P?(-?(?:0x[0-9a-f]+|\d+))$/.exec(head)?.[1];
  if (number !== undefined) return knownNumber(text, numberOf(number));
  const stack = /^fp(-?\d+)?$/.exec(head);
  if (stack) return pointer(text, 'fp', fields, Number(stack[1] ?? 0));
  return pointer(text, kindOf(head), fields, 0);
}

const nothing: Value = {
  text: '',
  kind: 'unknown',
  id: 0,
  offset: 0,
  range: null,
  size: null,
  map: null,
  low: null,
  high: null,
};

function knownNumber(text: string, value: number): Value {
  return { ...nothing, text, kind: 'scalar', low: value, high: value };
}

/** `invP` is a number that must be known exactly; 6.x writes modifiers in front: `rcu_ptr_task_struct`. */
function kindOf(head: string): string {
  const kind = head.replace(/^invP$/, 'inv').replace(/^.*\?/, '');
  return renamed[kind] ?? kind;
}

type Fields = ReadonlyMap<string, string>;

const nothingSaid: Fields = new Map();

/** `smin=umin=14,r=0`: a chain of names shares the value behind it. A part without a name is a name: `ks` of old maps. */
function readFields(text: string): Fields {
  const fields = new Map<string, string>();
  for (const part of text.split(',')) {
    const names = part.split('=');
    const value = names.pop() ?? '';
    for (const name of names) fields.set(name.replace(/_value$/, ''), value);
  }
  return fields;
}

function pointer(text: string, kind: string, fields: Fields, fixed: number): Value {
  const number = (name: string): number | null => {
    const value = fields.get(name);
    return value === undefined ? null : numberOf(value);
  };
  const { low, high } = boundsOf(kind, number, fields.get('var_off'));
  return {
    text,
    kind,
    id: number('id') ?? number('ref_obj_id') ?? 0,
    offset: fixed + (number('off') ?? 0) + (kind === 'scalar' ? 0 : (number('imm') ?? 0)),
    range: kind.startsWith('pkt') && kind !== 'pkt_end' ? (number('r') ?? 0) : null,
    size: number('vs') ?? number('sz') ?? number('mem_size'),
    map: fields.get('map') ?? null,
    low,
    high,
  };
}

/** The limits of a number, or of a pointer's variable part: unsigned ones where they say more than "any". */
function boundsOf(
  kind: string,
  number: (name: string) => number | null,
  bits: string | undefined,
): { readonly low: number | null; readonly high: number | null } {
  const isPlain =
    kind !== 'scalar' && bits === undefined && number('umax') === null && number('smax') === null;
  if (isPlain) return { low: 0, high: 0 };
  const smin = number('smin');
  const smax = number('smax');
  const umax = number('umax') ?? largestOf(bits);
  if (umax !== null && umax <= exact) return { low: number('umin') ?? 0, high: umax };
  const low = smin !== null && smin >= -exact ? smin : (number('umin') ?? null);
  return { low, high: smax !== null && smax <= exact ? smax : null };
}

/** Larger numbers are "any" to a reader. */
const exact = 2 ** 53;

/** `(0x2; 0x7c)`: bits that are set, and bits that may be. */
function largestOf(bits: string | undefined): number | null {
  const match = bits === undefined ? null : /^\((0x[0-9a-f]+); (0x[0-9a-f]+)\)/.exec(bits);
  if (!match) return null;
  return Number(match[1]) + Number(match[2]);
}

/** Decimal or hexadecimal, with a sign or not. */
function numberOf(text: string): number {
  return text.startsWith('-0x') ? -Number(text.slice(1)) : Number(text);
}
