/** Where the objects, functions and strings of a unit lie in the memory of a run: each gets its place when first asked for. */
import type { IrUnit } from '../ir/ir.js';
import { bytesOf } from '../ir/strings.js';
import type { Memory } from './memory.js';

/** Addresses by name. */
export class Objects {
  private readonly known = new Map<string, bigint>();
  private readonly functions = new Map<bigint, string>();

  constructor(
    private readonly unit: IrUnit,
    private readonly memory: Memory,
  ) {}

  /** The address of an object; null where nobody knows what is in it. A map's is that of its definition. */
  global(name: string): bigint | null {
    const object = this.unit.global(name);
    if (!object || (object.bytes === null && object.kind !== 'map')) return null;
    return this.once(`global ${name}`, () => {
      const { address } = this.memory.add(name, object.bytes ? object.bytes.slice() : 0, object.isStatic);
      this.known.set(`global ${name}`, address);
      for (const { offset, name: of, addend } of object.addresses) {
        const base = this.unit.global(of) ? this.global(of) : this.function(of);
        const value = BigInt.asUintN(64, (base ?? 0n) + BigInt(addend));
        this.memory.store(address + BigInt(offset), 64, { value, unknown: 0n });
      }
      return address;
    });
  }

  /** The address of a function. */
  function(name: string): bigint {
    const address = this.once(`function ${name}`, () => this.memory.add(name, 0).address);
    this.functions.set(address, name);
    return address;
  }

  /** The function at an address; null where there is none. */
  functionAt(address: bigint): string | null {
    return this.functions.get(address) ?? null;
  }

  /** The address of a string's bytes, with a 0 behind them. */
  string(text: string): bigint {
    const bytes = Uint8Array.from([...bytesOf(text), 0]);
    return this.once(`string ${text}`, () => this.memory.add(JSON.stringify(text), bytes).address);
  }

  private once(key: string, make: () => bigint): bigint {
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const address = make();
    this.known.set(key, address);
    return address;
  }
}
