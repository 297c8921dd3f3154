/** One BTF type from its bytes: struct btf_type and what follows it, include/uapi/linux/btf.h. */
import type { Numbers } from '../object/elf.js';
import type { BtfMember, BtfType, NamedKind } from './types.js';

/** BTF_KIND_...: a word for each number, and the bytes that follow the head, in all and for each of its `vlen` parts. */
const kinds: readonly (readonly [word: string, bytes: number, bytesEach: number])[] = [
  ['none', 0, 0],
  ['integer', 4, 0],
  ['pointer', 0, 0],
  ['array', 12, 0],
  ['struct', 0, 12],
  ['union', 0, 12],
  ['enum', 0, 8],
  ['forward', 0, 0],
  ['typedef', 0, 0],
  ['qualifier', 0, 0],
  ['qualifier', 0, 0],
  ['qualifier', 0, 0],
  ['function', 0, 0],
  ['prototype', 0, 8],
  ['variable', 4, 0],
  ['section', 0, 12],
  ['float', 0, 0],
  ['declaration tag', 4, 0],
  ['qualifier', 0, 0],
  ['enum64', 0, 12],
];

/** Bytes behind the head of the type that begins at `at`. Throws for a kind that is not known: its size is not, either. */
export function sizeOfTail(numbers: Numbers, at: number): number {
  const info = numbers.u32(at + 4);
  const kind = kinds[kindOf(info)];
  if (!kind || kindOf(info) === 0) throw new RangeError('a kind of type that is not known');
  return kind[1] + kind[2] * partsOf(info);
}

/** Whether the type at `at` is of a kind that is looked up by name. */
export function isNamedKind(numbers: Numbers, at: number, kind: NamedKind): boolean {
  const word = kinds[kindOf(numbers.u32(at + 4))]?.[0];
  return word === kind || (kind === 'enum' && word === 'enum64');
}

/** The type that begins at `at`; `string` gives the text at an offset of all strings. */
export function decodeType(numbers: Numbers, at: number, string: (offset: number) => string): BtfType {
  const info = numbers.u32(at + 4);
  const [word] = kinds[kindOf(info)] ?? ['none'];
  const name = string(numbers.u32(at));
  const last = numbers.u32(at + 8);
  const tail = at + 12;
  switch (word) {
    case 'integer':
      return { kind: word, name, size: last, signed: ((numbers.u32(tail) >>> 24) & 1) !== 0 };
    case 'float':
      return { kind: word, name, size: last };
    case 'pointer':
      return { kind: word, to: last };
    case 'array':
      return { kind: word, of: numbers.u32(tail), length: numbers.u32(tail + 8) };
    case 'struct':
    case 'union':
      return { kind: word, name, size: last, members: membersOf(numbers, tail, info, string) };
    case 'enum':
    case 'enum64':
      return { kind: 'enum', name, size: last, signed: hasFlag(info) };
    case 'forward':
      return { kind: word, name };
    case 'typedef':
      return { kind: word, name, of: last };
    case 'qualifier':
      return { kind: word, name: '', of: last };
    case 'function':
      return { kind: word, name, prototype: last };
    case 'prototype':
      return { kind: word, returns: last, parameters: parametersOf(numbers, tail, info) };
    default:
      return { kind: 'other' };
  }
}

/** struct btf_member: name, type, offset; with the flag set the offset's upper byte is a bit-field's width. */
function membersOf(
  numbers: Numbers,
  tail: number,
  info: number,
  string: (offset: number) => string,
): readonly BtfMember[] {
  return Array.from({ length: partsOf(info) }, (_, i) => {
    const at = tail + i * 12;
    const offset = numbers.u32(at + 8);
    return {
      name: string(numbers.u32(at)),
      type: numbers.u32(at + 4),
      offset: hasFlag(info) ? offset & 0xffffff : offset,
      bits: hasFlag(info) ? offset >>> 24 : 0,
    };
  });
}

function parametersOf(numbers: Numbers, tail: number, info: number): readonly number[] {
  return Array.from({ length: partsOf(info) }, (_, i) => numbers.u32(tail + i * 8 + 4));
}

/** Bits 24 to 28. */
function kindOf(info: number): number {
  return (info >>> 24) & 0x1f;
}

/** Bits 0 to 15: `vlen`. */
function partsOf(info: number): number {
  return info & 0xffff;
}

/** Bit 31: `kind_flag`. */
function hasFlag(info: number): boolean {
  return info >>> 31 !== 0;
}
