/** Which bytes are read and written for a bit-field. Knows layouts; no instruction. */
import type { LayoutField } from '../model/types.js';
import type { BitField } from './values.js';

/**
 * The smallest aligned unit that holds a bit-field, and its byte in the struct; null where that reaches beyond the
 * struct, as it may in packed ones, and where the field's place is not known.
 */
export function bitFieldOf(
  { bits }: LayoutField,
  size: number | null,
): (BitField & { readonly byte: number }) | null {
  for (const unit of [8, 16, 32, 64] as const) {
    if (!bits || size === null) return null;
    const first = Math.floor(bits.start / unit) * unit;
    const isWithin = bits.start + bits.width <= first + unit && first + unit <= size * 8;
    if (isWithin) return { unit, shift: bits.start - first, width: bits.width, byte: first / 8 };
  }
  return null;
}
