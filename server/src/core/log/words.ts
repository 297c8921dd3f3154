/** Values of registers in words, for hovers and sentences: `0..60`, "packet, first 34 bytes checked". Never `var_off`. */
import type { Value } from './log.js';

/** Names of kinds that readers would not know. */
const kinds: Readonly<Record<string, string>> = {
  ctx: 'the context',
  fp: 'the stack',
  map_ptr: 'a map',
  map_value: 'a map value',
  map_key: 'a map key',
  pkt: 'the packet',
  pkt_meta: 'the metadata before the packet',
  pkt_end: 'the end of the packet',
  sock: 'a socket',
  sock_common: 'a socket',
  tcp_sock: 'a TCP socket',
  xdp_sock: 'an XDP socket',
  mem: 'memory of known size',
  alloc_mem: 'allocated memory',
  ringbuf_mem: 'a ring buffer record',
  buf: 'a buffer',
  rdonly_buf: 'a read-only buffer',
  func: 'a function',
  scalar: 'a number',
  written: 'written bytes of the stack',
  'partly written': 'bytes of the stack that are written in part',
};

/** What a register holds. */
export function inWords(value: Value): string {
  if (value.kind === 'scalar') return numberInWords(value);
  const name = kindInWords(value.kind);
  const map = value.map === null ? '' : ` of ${value.map}`;
  return [`${name}${map}${offsetInWords(value)}`, ...extras(value)].join(', ');
}

/** A pointer's kind: `map_value_or_null` is "a map value that may be NULL". */
export function kindInWords(kind: string): string {
  const isNullable = kind.endsWith('_or_null') || kind.startsWith('ptr_or_null_');
  const plain = kind.replace(/_or_null$/, '').replace(/^ptr_or_null_/, 'ptr_');
  const type = /^(?:(trusted|untrusted|rcu|percpu)_)?ptr_(\w*)$/.exec(plain);
  const name = type ? structInWords(type[1], type[2] ?? '') : (kinds[plain] ?? plain);
  return isNullable ? `${name} that may be NULL` : name;
}

function structInWords(trust: string | undefined, struct: string): string {
  const untrusted = trust === 'untrusted' ? ' that is not trusted' : '';
  return `a pointer to ${struct === '' ? 'kernel memory' : `struct ${struct}`}${untrusted}`;
}

/** `7`, `0..60`, `at most 60`, `any number`. */
export function numberInWords({ low, high }: Pick<Value, 'low' | 'high'>): string {
  if (low === null && high === null) return 'any number';
  if (low === null) return `any number up to ${high}`;
  if (high === null) return low === 0 ? 'any number' : `any number from ${low}`;
  return low === high ? String(low) : `${low}..${high}`;
}

function offsetInWords({ kind, offset, low, high }: Value): string {
  if (kind.startsWith('pkt_end') || kind === 'map_ptr') return '';
  const variable = low === 0 && high === 0 ? '' : ` at offset ${numberInWords({ low, high })}`;
  if (variable !== '') return `${variable}${offset === 0 ? '' : ` plus ${offset}`}`;
  return offset === 0 ? '' : ` at offset ${offset}`;
}

function extras({ range, size }: Value): readonly string[] {
  const checked =
    range === null
      ? []
      : [range === 0 ? 'not compared with its end' : `the first ${count(range, 'byte')} checked`];
  return [...checked, ...(size === null || size === 0 ? [] : [`${count(size, 'byte')} in all`])];
}

/** `1 byte`, `2 bytes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
