/** Objects with a place in a section, and what lies in them before the program runs: constants and addresses. */
import { alignOf, sizeOf, type Type } from '../model/types.js';
import type { Expr, Variable } from '../syntax/ast.js';
import { Builder } from './builder.js';
import { planInitializer } from './initializer-plan.js';
import type { Operand } from './instruction.js';
import type { GlobalObject } from './ir.js';
import { convert } from './lower-conversions.js';
import { unevaluated, type Lower } from './lower.js';
import { bitsOf } from './scalars.js';
import { bytesOf } from './strings.js';
import { typeOf } from './types.js';
import type { BitField } from './values.js';

/** Notes a static local as an object of its own; gives the object's name. */
export function staticObject(lower: Lower, variable: Variable, type: Type): string {
  const base = `${lower.name}.${variable.name}`;
  const same = lower.statics.find(({ at }) => at === variable);
  if (same) return same.object.name;
  const taken = lower.statics.filter(({ at }) => at.name === variable.name).length;
  const object = globalObject(lower, taken === 0 ? base : `${base}.${taken}`, variable, type, false);
  lower.statics.push({ at: variable, object });
  return object.name;
}

/** The object of a variable; its bytes are null where its initializer is not constant, or its type not certain. */
export function globalObject(
  lower: Lower,
  name: string,
  variable: Variable,
  type: Type,
  isMap: boolean,
): GlobalObject {
  const { init, isConst, isExtern, isStatic, isVolatile } = variable;
  const size = sizeOf(type);
  const image = size === null ? null : new Image(lower, size);
  const isKnown = image && !isMap && !isExtern && (!init || image.write(0, type, null, init));
  const kind = isMap ? 'map' : isExtern ? 'extern' : isConst ? 'rodata' : init ? 'data' : 'bss';
  return {
    name,
    size,
    align: alignOf(type) ?? 8,
    kind,
    isSetAtLoad: isConst && isVolatile,
    isStatic,
    bytes: isKnown ? image.bytes : null,
    addresses: isKnown ? image.addresses : [],
  };
}

/** The bytes of one object. */
class Image {
  readonly bytes: Uint8Array;
  readonly addresses: { offset: number; name: string; addend: number }[] = [];

  constructor(
    private readonly lower: Lower,
    size: number,
  ) {
    this.bytes = new Uint8Array(size);
  }

  /** Writes what an initializer gives; false where that is not known before the program runs. */
  write(offset: number, type: Type, bits: BitField | null, init: Expr): boolean {
    const isAggregate = type.kind === 'struct' || type.kind === 'array';
    if (isAggregate && init.kind === 'string') return this.writeString(offset, type, init.value);
    if (init.kind !== 'initializer') return !isAggregate && this.writeScalar(offset, type, bits, init);
    if (!isAggregate) return init.values.every(({ value }) => this.writeScalar(offset, type, bits, value));
    const isStruct = (expr: Expr): boolean => typeOf(this.lower, expr).kind === 'struct';
    const plan = planInitializer(this.lower.types, type, init, isStruct);
    return (
      plan?.parts.every((part) => this.write(offset + part.offset, part.type, part.bits, part.value)) ?? false
    );
  }

  private writeString(offset: number, type: Type, text: string): boolean {
    const room = sizeOf(type);
    if (room === null) return false;
    this.bytes.set(bytesOf(text).subarray(0, room), offset);
    return true;
  }

  private writeScalar(offset: number, type: Type, field: BitField | null, init: Expr): boolean {
    const { lower } = this;
    const scratch = new Builder();
    const { operand } = unevaluated(lower, scratch, () => convert(lower, init.span, lower.value(init), type));
    if (typeof operand === 'bigint') {
      this.writeNumber(offset, field ?? { unit: bitsOf(type), shift: 0, width: bitsOf(type) }, operand);
      return true;
    }
    const address = addressIn(scratch, operand);
    if (address) this.addresses.push({ offset, ...address });
    return address !== null;
  }

  private writeNumber(offset: number, { unit, shift, width }: BitField, value: bigint): void {
    const mask = ((1n << BigInt(width)) - 1n) << BigInt(shift);
    const own = (value << BigInt(shift)) & mask;
    for (let i = 0; i < unit / 8; i++) {
      const part = (all: bigint): number => Number((all >> BigInt(8 * i)) & 255n);
      this.bytes[offset + i] = ((this.bytes[offset + i] ?? 0) & ~part(mask)) | part(own);
    }
  }
}

/** The object that an address is of; null for whatever is none. */
function addressIn(
  scratch: Builder,
  operand: Operand,
): { readonly name: string; readonly addend: number } | null {
  const made = typeof operand === 'number' ? scratch.definition(operand) : null;
  if (made?.op === 'global' || made?.op === 'function') return { name: made.name, addend: 0 };
  if (made?.op !== 'ptr' || made.index !== 0n) return null;
  const base = addressIn(scratch, made.base);
  return base && { ...base, addend: base.addend + Number(made.offset) };
}
