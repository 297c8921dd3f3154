/**
 * Reads and writes of memory on a path: which region and bytes an address is, and what is there. Knows nothing of
 * whether an access is legal.
 */
import type { Width } from '../ir/operator.js';
import { constant, constantOf } from './build-terms.js';
import { lengthOf } from './chain.js';
import { type Contents, read, readCells, write } from './memory.js';
import { between, freshSymbol, type Run, sharedSymbol, sizeTerm } from './run.js';
import type { State } from './state.js';
import type { SymbolKind } from './terms.js';
import { number, pointer, type Region, unknown, type Value } from './values.js';
import type { Extent } from './world.js';

/** What `bits` bits at `address` hold. */
export function load(run: Run, state: State, address: Value, bits: Width): Value {
  if (address.kind !== 'pointer') return lost(run, state, bits);
  const { region } = address;
  const offset = constantOf(run.arena, address.offset);
  if (offset === null) return loadSomewhere(run, state, region, address.offset, bits);
  const at = Number(BigInt.asIntN(64, offset));
  if (region.kind === 'context') {
    const yielded = fromContext(run, state, at, bits);
    if (yielded) return yielded;
  }
  const fresh = (from: number, size: number): Value => initial(run, state, region, from, size);
  const { value, contents } = read(run.arena, contentsOf(state, region), at, bits / 8, fresh);
  state.memory.set(region, contents);
  return value.kind === 'unknown' && bits < 64 ? lost(run, state, bits) : value;
}

/** Puts a value of `bits` bits at `address`. */
export function store(run: Run, state: State, address: Value, bits: Width, value: Value): void {
  if (value.kind === 'pointer') state.escaped.add(value.region);
  if (address.kind !== 'pointer') return;
  const { region } = address;
  const offset = constantOf(run.arena, address.offset);
  if (offset === null) return clobber(state, region);
  const at = Number(BigInt.asIntN(64, offset));
  state.memory.set(region, write(run.arena, contentsOf(state, region), at, bits / 8, value));
}

/** Puts what `size` bytes at `source` hold at `target`; false where their places are not known. */
export function move(run: Run, state: State, target: Value, source: Value, size: number): boolean {
  if (target.kind !== 'pointer' || source.kind !== 'pointer' || source.region.kind === 'context')
    return false;
  const [to, from] = [constantOf(run.arena, target.offset), constantOf(run.arena, source.offset)];
  if (to === null || from === null) return false;
  const first = Number(BigInt.asIntN(64, from));
  const shift = Number(BigInt.asIntN(64, to)) - first;
  const fresh = (at: number, bytes: number): Value => initial(run, state, source.region, at, bytes);
  const { cells, contents } = readCells(run.arena, contentsOf(state, source.region), first, size, fresh);
  state.memory.set(source.region, contents);
  for (const cell of cells) {
    const before = contentsOf(state, target.region);
    const after = write(run.arena, before, cell.offset + shift, cell.size, cell.value);
    state.memory.set(target.region, after);
  }
  return true;
}

/** Forgets `size` bytes from `address` on, all of the region where that is not known. */
export function overwrite(run: Run, state: State, address: Value, size: bigint | null): void {
  if (address.kind !== 'pointer') return;
  const offset = constantOf(run.arena, address.offset);
  if (offset === null || size === null || size > mostBytes) return clobber(state, address.region);
  for (let done = 0; done < Number(size);) {
    const piece = pieceOf(Number(size) - done);
    const at = Number(BigInt.asIntN(64, offset)) + done;
    const value = lost(run, state, (piece * 8) as Width);
    state.memory.set(address.region, write(run.arena, contentsOf(state, address.region), at, piece, value));
    done += piece;
  }
}

/** Forgets all that memory holds whose address others have. */
export function clobberEscaped(state: State): void {
  for (const region of state.escaped) clobber(state, region);
}

/** So many bytes are followed one by one when they are copied, filled or written by a helper. */
export const mostBytes = 512n;

/** The largest piece that a register holds. */
export function pieceOf(size: number): number {
  return size >= 8 ? 8 : size >= 4 ? 4 : size >= 2 ? 2 : 1;
}

/** A number of which nothing is known. */
export function lost(run: Run, state: State, bits: Width): Value {
  return number(freshSymbol(run, state, bits, 'havoc', 'lost', { kind: 'lost' }));
}

/** A pointer to memory that comes from outside. */
export function outside(run: Run, state: State, extent: Extent, call: number): Value {
  const size = sizeTerm(run, extent.size);
  const kind = extent.nullable === 'load-time' ? 'load-time' : 'input';
  const address = extent.nullable
    ? freshSymbol(run, state, 64, kind, extent.name, { kind: 'address', call, name: extent.name })
    : null;
  const { name, origin } = extent;
  const region: Region = { kind: 'result', name, origin, size, address, content: 'input' };
  return pointer(region, constant(run.arena, 64, 0n));
}

function contentsOf(state: State, region: Region): Contents {
  return state.memory.get(region) ?? [];
}

/** Nothing is known of the region any more. */
function clobber(state: State, region: Region): void {
  state.memory.set(region, []);
  state.lost.add(region);
}

/** What is in bytes that nobody has written. */
function initial(run: Run, state: State, region: Region, offset: number, size: number): Value {
  const bits = (size * 8) as Width;
  if (region.content === 'indeterminate' || state.lost.has(region)) return lost(run, state, bits);
  if (region.content === 'zero') return number(constant(run.arena, bits, 0n));
  const known = region.kind === 'global' ? constantBytes(run, region.name, offset, size) : null;
  if (known !== null) return number(constant(run.arena, bits, known));
  const from = constant(run.arena, 64, BigInt(offset));
  const name = `${region.name}[${offset}]`;
  const kind = kindOf(run, region);
  return number(freshSymbol(run, state, bits, kind, name, { kind: 'bytes', region, offset: from, size }));
}

/** What a constant holds that stays as it is until the program is loaded; null for any other bytes. */
function constantBytes({ unit }: Run, name: string, offset: number, size: number): bigint | null {
  const object = unit.global(name);
  const bytes = object?.kind === 'rodata' && !object.isSetAtLoad ? object.bytes : null;
  if (!bytes || offset < 0 || offset + size > bytes.length || object?.addresses.length !== 0) return null;
  return bytes.slice(offset, offset + size).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** What constants and variables of this file alone hold is known to the loader or to the compiler, not to a run. */
function kindOf({ unit }: Run, { kind, name }: Region): SymbolKind {
  const object = kind === 'global' ? unit.global(name) : null;
  return object && (object.isStatic || object.kind === 'rodata' || object.kind === 'extern')
    ? 'load-time'
    : 'input';
}

/** Bytes whose place is not known: the same place gives the same number as long as nothing is written. */
function loadSomewhere(run: Run, state: State, region: Region, offset: number, bits: Width): Value {
  if (region.content !== 'input' || state.memory.has(region) || state.lost.has(region))
    return lost(run, state, bits);
  const source = { kind: 'bytes', region, offset, size: bits / 8 } as const;
  return number(sharedSymbol(run, bits, kindOf(run, region), `${region.name}[term ${offset}]`, source));
}

/** What the kernel puts in place of a field of the context; null where that is a number. */
function fromContext(run: Run, state: State, offset: number, bits: Width): Value | null {
  const yielded = run.world.context(offset, bits / 8);
  switch (yielded.kind) {
    case 'number':
      return null;
    case 'unknown':
      return unknown;
    case 'memory':
      return outside(run, state, yielded.extent, -1);
    case 'packet': {
      state.packet ??= newPacket(run, state);
      const length = state.packet.size;
      if (yielded.which === 'start' || length === null)
        return pointer(state.packet, constant(run.arena, 64, 0n));
      return pointer(state.packet, length);
    }
  }
}

/** Packets are as long as they like; the verifier follows them to 65,535 bytes (MAX_PACKET_OFF). */
const mostPacket = 0xffffn;

function newPacket(run: Run, state: State): Region {
  const length = freshSymbol(run, state, 64, 'input', 'packet length', { kind: 'packet length' });
  state.facts = between(state.facts, length, 64, 0n, mostPacket);
  const region: Region = { kind: 'packet', name: 'packet', size: length, address: null, content: 'input' };
  state.packets = [...state.packets, { region, calls: lengthOf(state.given) }];
  return region;
}
