/** What an expression is known to be: a pointer into a context, a constant, or nothing in particular. */
import { unknownType, type Type } from '../types.js';
import type { Located } from './located.js';
import type { Range } from './ranges.js';
import type { Use } from './recorded.js';

/** A pointer into a context or into what it yields. */
export interface ContextPointer {
  readonly kind: 'context';
  /** `ctx`, or the pointer it came by: `ctx->sk`. */
  readonly region: string;
  /** Bytes from the region's start; null where the source does not fix it. */
  readonly offset: number | null;
  /** The struct whose member's address this is; null for a pointer to the whole. */
  readonly owner: string | null;
  /** The members that led here, as written: `src_ip6[3]`; empty for the whole. */
  readonly path: string;
  /** Whether the verifier wants it compared with NULL first. */
  readonly nullable: boolean;
  /** Bytes from the region's start to the member whose address was taken; absent where none was. */
  readonly memberAt?: number | undefined;
  /** Set where a value known at run time only was added: where it pointed before, and the steps, in bytes. */
  readonly moved?: { readonly first: number; readonly stride: number; readonly inLoop: boolean };
}

/**
 * A pointer to kernel memory. `trusted`: the verifier knows its type, so that it may be dereferenced; else it
 * is a plain number to the verifier, and only a probe read gets at the memory.
 */
export interface KernelPointer {
  readonly kind: 'kernel';
  readonly trusted: boolean;
  /** Whether a probe read copied it, which takes the type from any pointer. */
  readonly isCopied?: true;
}

/** What a dereference of an untrusted pointer would give; whether it is one, its consumer tells. */
export interface Dereferenced {
  readonly kind: 'dereferenced';
  readonly at: Located;
  readonly chain: Chain | null;
  readonly use: Use;
  /** Whether it is one for sure: what is read is known to be no array. */
  readonly isLoad: boolean;
  readonly isCopied?: true;
}

/** The fields from a pointer on, as BPF_CORE_READ takes them: each goes through the pointer before it. */
export interface Chain {
  readonly pointer: string;
  readonly path: readonly string[];
}

/** A local variable; shared by whoever points to it. */
export interface Cell {
  readonly type: Type;
  /** Whether every load and store of it is made, and nobody may conclude from one to the other. */
  readonly isVolatile?: boolean;
  /** Where it is declared; absent for what is not on the stack. */
  readonly declared?: Located;
  value: Value;
}

/** A struct that was copied from a context: its members are read there when they are used. */
export interface CopyValue {
  readonly kind: 'copy';
  readonly of: Omit<ContextPointer, 'kind' | 'nullable'>;
}

/** What is known of a struct's members, by name. */
export interface RecordValue {
  readonly kind: 'record';
  readonly members: ReadonlyMap<string, Value>;
  /** Whether the members that are not told are 0, as behind an initializer. */
  readonly isZeroed?: boolean;
  /** Whether a helper filled it with what nobody knows. */
  readonly isFilled?: boolean;
}

export type Value =
  | ContextPointer
  | KernelPointer
  | Dereferenced
  | RecordValue
  | CopyValue
  /** The address of a local, or of a part of one. */
  | { readonly kind: 'address'; readonly of: Cell; readonly path: readonly string[] }
  | { readonly kind: 'constant'; readonly value: bigint }
  /** One of a few constants. */
  | { readonly kind: 'choice'; readonly values: readonly bigint[] }
  | UnknownValue;

/** Anything else. What of it is a number is told as far as it can be. */
export interface UnknownValue {
  readonly kind: 'unknown';
  /** Two values of the same name are equal. A name of `isVague` stands for a number that others may know. */
  readonly name?: string;
  /** Absent where its type alone bounds it. */
  readonly range?: Range;
  readonly from?: Computed;
  /** The map that it points into, where programs may not write that. */
  readonly readOnly?: string;
  /** Numbers that decide where in memory it was read. */
  readonly via?: readonly Typed[];
}

/** What a number was computed from, and in which type; `right` is null for an operator that takes one. */
export interface Computed {
  readonly op: string;
  readonly left: Typed;
  readonly right: Typed | null;
  readonly type: Type;
  /** How many operators lie on the longest way to what it starts from. */
  readonly depth: number;
}

/** A value with its static type. */
export interface Typed {
  readonly value: Value;
  readonly type: Type;
}

export const unknownValue: Value = { kind: 'unknown' };
export const untyped: Typed = { value: unknownValue, type: unknownType };

export function ofType(type: Type): Typed {
  return { value: unknownValue, type };
}

/** The value of a member of a member ...; unknown where nothing is known of it. */
export function memberValue(value: Value, path: readonly string[]): Value {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (value.kind !== 'record') return unknownValue;
  const member = value.members.get(first);
  if (member) return memberValue(member, rest);
  return value.isZeroed && (first !== anyElement || isAllZero(value)) ? zero : unknownValue;
}

function isAllZero(value: Value): boolean {
  return value.kind === 'record' ? [...value.members.values()].every(isAllZero) : isZero(value);
}

/** The part of an array that an index known at run time only chooses. */
export const anyElement = '[?]';

const zero: Value = { kind: 'constant', value: 0n };

/** A struct or an array that a helper filled. */
export const filledValue: Value = { kind: 'record', members: new Map(), isFilled: true };

/** `value` with one of its members changed. */
export function withMember(value: Value, path: readonly string[], member: Value): Value {
  const [first, ...further] = path;
  if (first === undefined) return member;
  if (first === anyElement) return unknownValue;
  const members = new Map(value.kind === 'record' ? value.members : []);
  const rest = value.kind === 'record' ? { ...value, members: new Map<string, Value>() } : null;
  members.set(first, withMember(members.get(first) ?? rest ?? unknownValue, further, member));
  return { ...(rest ?? { kind: 'record' }), members };
}

/** What is left of a value that somebody unknown may have changed: numbers may be others, contexts stay. */
export function clobbered(value: Value): Value {
  if (isNumber(value)) return unknownValue;
  if (value.kind !== 'record') return value;
  return {
    kind: 'record',
    members: new Map([...value.members].map(([name, member]) => [name, clobbered(member)])),
  };
}

/** What is sure of a value that is `a` on one path and `b` on the other. */
export function joinValues(a: Value, b: Value): Value {
  const choice = joinConstants(a, b);
  if (choice) return choice;
  if (a.kind === 'unknown' && b.kind === 'unknown') return a === b ? a : unknownValue;
  if (a.kind === 'context' && isZero(b)) return { ...a, nullable: true };
  if (b.kind === 'context' && isZero(a)) return { ...b, nullable: true };
  if (a.kind === 'record' && b.kind === 'record') return joinRecords(a, b);
  if (a.kind === 'address' && b.kind === 'address')
    return a.of === b.of && a.path.join() === b.path.join() ? a : unknownValue;
  if (a.kind === 'kernel' && b.kind === 'kernel') return a.trusted === b.trusted ? a : unknownValue;
  if (a.kind !== 'context' || b.kind !== 'context' || a.region !== b.region) return unknownValue;
  const nullable = a.nullable || b.nullable;
  if (a.offset === b.offset && a.owner === b.owner) return { ...a, nullable };
  return { ...a, nullable, offset: null, owner: a.owner === b.owner ? a.owner : null };
}

function isZero(value: Value): boolean {
  return value.kind === 'constant' && value.value === 0n;
}

const mostChoices = 8;

function isNumber(value: Value): boolean {
  return value.kind === 'constant' || value.kind === 'choice' || value.kind === 'unknown';
}

/** Null where one of the two is no constant. */
function joinConstants(a: Value, b: Value): Value | null {
  const [first, second] = [constantsOf(a), constantsOf(b)];
  if (first.length === 0 || second.length === 0) return null;
  const values = [...new Set([...first, ...second])];
  const [only] = values;
  if (values.length === 1 && only !== undefined) return { kind: 'constant', value: only };
  return values.length > mostChoices ? unknownValue : { kind: 'choice', values };
}

/** The constants that a value may be; empty where it may be anything. */
export function constantsOf(value: Value): readonly bigint[] {
  if (value.kind === 'constant') return [value.value];
  return value.kind === 'choice' ? value.values : [];
}

function joinRecords(a: RecordValue, b: RecordValue): Value {
  const isZeroed = a.isZeroed === true && b.isZeroed === true;
  const names = isZeroed
    ? [...new Set([...a.members.keys(), ...b.members.keys()])]
    : [...a.members.keys()].filter((name) => b.members.has(name));
  const join = (name: string): Value => joinValues(memberValue(a, [name]), memberValue(b, [name]));
  return { kind: 'record', members: new Map(names.map((name) => [name, join(name)])), isZeroed };
}

/** As `joinValues`; the first type that is known is kept. */
export function joinTyped(a: Typed, b: Typed): Typed {
  return { value: joinValues(a.value, b.value), type: a.type.kind === 'unknown' ? b.type : a.type };
}

/** The struct through which a context pointer is seen, by its static type; null for `void *` and the like. */
export function seenThrough(pointer: ContextPointer, type: Type): string | null {
  if (pointer.owner !== null) return pointer.owner;
  return type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.layout.name : null;
}
