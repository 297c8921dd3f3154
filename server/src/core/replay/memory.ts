/**
 * The memory of a run: objects at addresses with gaps between them, each with its bytes and which of their bits were
 * ever written. Knows no pointer from a number, and no owner of an object.
 */

/** A number of some bits; in `unknown` those are set that nothing was ever written to. */
export interface Word {
  readonly value: bigint;
  readonly unknown: bigint;
}

/** An object in memory. */
export interface Region {
  readonly name: string;
  readonly address: bigint;
  readonly bytes: Uint8Array;
  /** For each byte its bits that were never written. */
  readonly unknown: Uint8Array;
  /** Whether only the program sees it: of a frame, or of its file alone. */
  readonly isLocal: boolean;
}

/** Bytes at an address that one object holds. */
interface Spot {
  readonly region: Region;
  readonly offset: number;
}

/** No object lies below. */
export const firstAddress = 0x10000n;
/** What is accessed below went through NULL. */
const nullEnd = 0x1000n;
/** Bytes between two objects at least. */
const gap = 0x10000n;

/** Objects by their addresses. Nothing here throws: what is not there is null or false. */
export class Memory {
  private readonly regions: Region[] = [];
  private next = firstAddress;

  /** Makes an object of these bytes, or of as many that were never written. It lies below four gigabytes. */
  add(name: string, content: Uint8Array | number, isLocal = false): Region {
    const isBytes = typeof content !== 'number';
    const bytes = isBytes ? content : new Uint8Array(content);
    const unknown = new Uint8Array(bytes.length).fill(isBytes ? 0 : 0xff);
    const region = { name, address: this.next, bytes, unknown, isLocal };
    const room = (BigInt(bytes.length) + 0xfffn) & ~0xfffn;
    this.next += room + gap;
    this.regions.push(region);
    return region;
  }

  /** All objects, in the order in which they were made. */
  all(): readonly Region[] {
    return this.regions;
  }

  /** The object that lies at an address, or next to it; null where that is NULL, moved by a little. */
  near(address: bigint): Region | null {
    if (address < nullEnd) return null;
    let low = 0;
    let high = this.regions.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.regions[middle]?.address ?? 0n) <= address) low = middle;
      else high = middle - 1;
    }
    return this.regions[low] ?? null;
  }

  /** A number of `bits` bits, its lowest byte first; null where not all of it lies in one object. */
  load(address: bigint, bits: number): Word | null {
    const spot = this.find(address, bits / 8);
    if (!spot) return null;
    let value = 0n;
    let unknown = 0n;
    for (let i = bits / 8 - 1; i >= 0; i--) {
      value = (value << 8n) | BigInt(spot.region.bytes[spot.offset + i] ?? 0);
      unknown = (unknown << 8n) | BigInt(spot.region.unknown[spot.offset + i] ?? 0);
    }
    return { value, unknown };
  }

  /** Writes a number; false where not all of it lies in one object. */
  store(address: bigint, bits: number, { value, unknown }: Word): boolean {
    const spot = this.find(address, bits / 8);
    if (!spot) return false;
    for (let i = 0; i < bits / 8; i++) {
      spot.region.bytes[spot.offset + i] = Number((value >> BigInt(8 * i)) & 255n);
      spot.region.unknown[spot.offset + i] = Number((unknown >> BigInt(8 * i)) & 255n);
    }
    return true;
  }

  /** Moves bytes as they are, as if through a copy of them; false where they are not all there. */
  copy(target: bigint, source: bigint, size: number): boolean {
    const [to, from] = [this.find(target, size), this.find(source, size)];
    if (!to || !from) return false;
    const end = from.offset + size;
    to.region.bytes.set(from.region.bytes.slice(from.offset, end), to.offset);
    to.region.unknown.set(from.region.unknown.slice(from.offset, end), to.offset);
    return true;
  }

  /** A copy of so many bytes; null where they are not all there. */
  bytesAt(address: bigint, size: number): Uint8Array | null {
    const spot = this.find(address, size);
    return spot && spot.region.bytes.slice(spot.offset, spot.offset + size);
  }

  /** Writes bytes; false where not all of their places are there. */
  put(address: bigint, bytes: Uint8Array): boolean {
    const spot = this.find(address, bytes.length);
    if (!spot) return false;
    spot.region.bytes.set(bytes, spot.offset);
    spot.region.unknown.fill(0, spot.offset, spot.offset + bytes.length);
    return true;
  }

  /** Whether so many bytes at an address lie in one object. */
  holds(address: bigint, size: number): boolean {
    return this.find(address, size) !== null;
  }

  private find(address: bigint, size: number): Spot | null {
    const region = this.near(address);
    if (!region || address < region.address) return null;
    const offset = address - region.address;
    return offset + BigInt(size) <= BigInt(region.bytes.length) ? { region, offset: Number(offset) } : null;
  }
}
