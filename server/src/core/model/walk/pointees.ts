/** What pointers point to. */
import { sizeOf, unknownType, type Type } from '../types.js';
import { anyElement, type Cell, type Typed, type Value } from './values.js';
import { elsewhere, type LocalPlace, type Place, type Where } from './walk.js';

/** What a pointer points to; `text` is the pointer as written, for what is read through it. */
export function pointee({ value, type }: Typed, text: string | null = null): Place {
  const to = type.kind === 'pointer' ? type.to : unknownType;
  switch (value.kind) {
    case 'context':
      return {
        ...value,
        type: to,
        fieldAt: null,
        varying: value.moved ? { ...value.moved, count: null } : null,
      };
    case 'kernel':
      return { ...value, type: to, chain: text === null ? null : { pointer: text, path: [] } };
    case 'address':
      return localAt(value, to);
    case 'dereferenced':
      return { ...copiedAs(value), kind: 'kernel', trusted: false, type: to, chain: value.chain };
    default:
      return elsewhere(to, whereOf(value), value.kind === 'unknown' ? [{ value, type }] : undefined);
  }
}

/** Whether a probe read copied the pointer, as a part of what is made of it. */
export function copiedAs({ isCopied }: { readonly isCopied?: true }): { readonly isCopied?: true } {
  return isCopied ? { isCopied } : {};
}

/** A local that its address leads to; through a pointer to something of another size its bytes are nobody's. */
function localAt({ of, path }: Extract<Value, { kind: 'address' }>, to: Type): LocalPlace {
  const isFirst = path.length === 1 && path[0] === '[0]';
  const real = path.length === 0 ? of.type : isFirst && of.type.kind === 'array' ? of.type.of : unknownType;
  const [own, seen] = [sizeOf(real), sizeOf(to)];
  const isRetyped = own !== null && seen !== null && own !== seen;
  return {
    kind: 'local',
    cell: of,
    name: '',
    path: isRetyped ? [anyElement] : withinArray(of, path),
    type: to.kind === 'unknown' ? of.type : to,
  };
}

/** A path in a local; an element that its array does not have is any other bytes of it. */
export function withinArray(cell: Cell, path: readonly string[]): readonly string[] {
  const whole = path.slice(0, -1).reduce(partOf, cell.type);
  const index = /^\[(-?\d+)\]$/.exec(path.at(-1) ?? '')?.[1];
  if (index === undefined || whole.kind !== 'array') return path;
  const at = Number(index);
  const isWithin = at >= 0 && (whole.length === null || at < whole.length);
  return isWithin ? path : [anyElement];
}

function partOf(type: Type, key: string): Type {
  if (type.kind === 'array') return type.of;
  return type.kind === 'struct' ? (type.layout.field(key)?.type ?? unknownType) : unknownType;
}

/** A pointer's name is what it points to behind `&`, and bytes: `&x+4`. */
function whereOf(value: Value): Where | undefined {
  const name = value.kind === 'unknown' ? value.name : undefined;
  if (name === undefined) return undefined;
  const [, base = name, offset = '0'] = /^(.*?)\+(-?\d+)$/s.exec(name) ?? [];
  return { base: base.startsWith('?&') ? base.slice(2) : `*${base}`, offset: Number(offset) };
}
