/**
 * Which byte of an aggregate each value of a braced initializer goes to: positions, designators, and braces that were
 * left out (C11 6.7.9). Knows layouts; evaluates nothing.
 */
import type { TypeResolver } from '../model/resolve.js';
import { sizeOf, type LayoutField, type Type } from '../model/types.js';
import type { Expr, Initializer } from '../syntax/ast.js';
import { bitFieldOf } from './bit-fields.js';
import { designators, type Designator } from './designators.js';
import type { MemberName } from './instruction.js';
import type { BitField } from './values.js';

/** A value and where it goes. */
export interface Part {
  /** Bytes from the aggregate's start. */
  readonly offset: number;
  readonly type: Type;
  readonly bits: BitField | null;
  readonly member: MemberName | null;
  readonly value: Expr;
}

export interface Plan {
  /** In the order in which they are evaluated; a later one may go over an earlier one. */
  readonly parts: readonly Part[];
  /** Whether they cover all bytes; else what they leave out is 0. */
  readonly isWhole: boolean;
}

/** A subobject. */
type Spot = Omit<Part, 'value'>;

/** Values that are taken one after the other. */
interface Cursor {
  readonly values: readonly Initializer[];
  at: number;
}

/** The most elements that a designator's range may stand for. */
const mostElements = 4096;

/** Null where a layout or a designator is not known. `isStruct` tells of an expression that it gives a whole struct. */
export function planInitializer(
  types: TypeResolver,
  type: Type,
  init: Extract<Expr, { kind: 'initializer' }>,
  isStruct: (expr: Expr) => boolean,
): Plan | null {
  const planner = new Planner(types, isStruct);
  planner.fill({ offset: 0, type, bits: null, member: null }, { values: init.values, at: 0 }, true);
  if (planner.isLost) return null;
  const covered = planner.parts.reduce((sum, part) => sum + (part.bits ? 0 : (sizeOf(part.type) ?? 0)), 0);
  return { parts: planner.parts, isWhole: covered === sizeOf(type) };
}

class Planner {
  readonly parts: Part[] = [];
  isLost = false;

  constructor(
    private readonly types: TypeResolver,
    private readonly isStruct: (expr: Expr) => boolean,
  ) {}

  /** Takes values for the members or elements of an aggregate; without braces of its own only as many as it has. */
  fill(whole: Spot, cursor: Cursor, braced: boolean): void {
    let next = 0;
    while (cursor.at < cursor.values.length && !this.isLost) {
      const field = cursor.values[cursor.at]?.field ?? null;
      if (field !== null) {
        if (!braced) return;
        next = this.designated(whole, cursor, field);
        continue;
      }
      const spot = this.subobject(whole, next++);
      if (spot) this.one(spot, cursor);
      else if (braced) cursor.at++;
      else return;
    }
  }

  private one(spot: Spot, cursor: Cursor): void {
    const value = cursor.values[cursor.at]?.value;
    if (!value) return;
    const isAggregate = spot.type.kind === 'struct' || spot.type.kind === 'array';
    if (value.kind === 'initializer' && !value.type) {
      cursor.at++;
      if (isAggregate) this.fill(spot, { values: value.values, at: 0 }, true);
      else this.parts.push({ ...spot, value });
    } else if (isAggregate && !this.isWholeValue(spot.type, value)) this.fill(spot, cursor, false);
    else {
      cursor.at++;
      this.parts.push({ ...spot, value });
    }
  }

  private isWholeValue(type: Type, value: Expr): boolean {
    if (type.kind === 'array') return value.kind === 'string' && sizeOf(type.of) === 1;
    return this.isStruct(value);
  }

  /** Puts the value at `cursor` where its designators say; gives the position behind. */
  private designated(whole: Spot, cursor: Cursor, written: string): number {
    const path = designators(written, this.types);
    const value = cursor.values[cursor.at];
    if (!path || !value) return this.lose();
    const from = cursor.at;
    for (const spot of this.targets([whole], path)) {
      cursor.at = from;
      this.one(spot, { values: [{ field: null, value: value.value }], at: 0 });
    }
    cursor.at = from + 1;
    return this.positionBehind(whole, path[0]);
  }

  private targets(spots: readonly Spot[], [first, ...rest]: readonly Designator[]): readonly Spot[] {
    if (!first) return spots;
    const inner = spots.flatMap((spot) => this.chosen(spot, first));
    return this.isLost ? [] : this.targets(inner, rest);
  }

  private chosen(spot: Spot, designator: Designator): readonly Spot[] {
    if (designator.kind === 'index') {
      const count = designator.to - designator.from + 1;
      if (spot.type.kind !== 'array' || count > mostElements) return this.lost();
      const elements = Array.from({ length: count }, (_, i) => this.subobject(spot, designator.from + i));
      return elements.every((each) => each !== null) ? elements : this.lost();
    }
    const field = spot.type.kind === 'struct' ? spot.type.layout.field(designator.name) : null;
    const member = field && this.memberSpot(spot, field);
    return member ? [member] : this.lost();
  }

  private positionBehind({ type }: Spot, first: Designator | undefined): number {
    if (first?.kind === 'index') return first.to + 1;
    if (type.kind !== 'struct' || !first) return this.lose();
    const { name } = first;
    const holds = ({ name: own, type: inner }: LayoutField): boolean =>
      own === name || (own === '' && inner.kind === 'struct' && inner.layout.field(name) !== null);
    return type.layout.members().findIndex(holds) + 1;
  }

  /** The member or element at a position; null behind the last. */
  private subobject(whole: Spot, index: number): Spot | null {
    const { type } = whole;
    if (type.kind === 'array') {
      const size = sizeOf(type.of);
      if (size === null || type.length === null) return this.lost()[0] ?? null;
      const offset = whole.offset + index * size;
      return index < type.length ? { offset, type: type.of, bits: null, member: whole.member } : null;
    }
    if (type.kind !== 'struct' || type.layout.size === null) return this.lost()[0] ?? null;
    const field = type.layout.members()[index];
    return field && !(type.layout.isUnion && index > 0) ? this.memberSpot(whole, field) : null;
  }

  private memberSpot(whole: Spot, field: LayoutField): Spot | null {
    const layout = whole.type.kind === 'struct' ? whole.type.layout : null;
    const bits = field.isBitField ? bitFieldOf(field, layout?.size ?? null) : null;
    if (!layout || field.offset === null || (field.isBitField && !bits)) return this.lost()[0] ?? null;
    const offset = whole.offset + (bits ? bits.byte : field.offset);
    return { offset, type: field.type, bits, member: { owner: layout.name, name: field.name } };
  }

  private lost(): readonly Spot[] {
    this.isLost = true;
    return [];
  }

  private lose(): number {
    this.isLost = true;
    return 0;
  }
}
