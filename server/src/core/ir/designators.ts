/** Designators of initializers, as the syntax keeps them: `a`, `.a.b`, `[2]`, `[0 ... 3].x` (C11 6.7.9, GNU C). */
import type { TypeResolver } from '../model/resolve.js';

export type Designator =
  | { readonly kind: 'member'; readonly name: string }
  /** `from` and `to` are both meant. */
  | { readonly kind: 'index'; readonly from: number; readonly to: number };

/** The designators of one initializer, outermost first; null where one is not understood. */
export function designators(written: string, types: TypeResolver): readonly Designator[] | null {
  if (/^\w+$/.test(written)) return [{ kind: 'member', name: written }];
  const found: Designator[] = [];
  const part = /\s*(?:\.\s*(\w+)|\[([^\]]*)\])\s*/y;
  while (part.lastIndex < written.length) {
    const [match, name, index] = part.exec(written) ?? [];
    if (match === undefined) return null;
    const designator = name === undefined ? indexOf(index ?? '', types) : ({ kind: 'member', name } as const);
    if (!designator) return null;
    found.push(designator);
  }
  return found.length > 0 ? found : null;
}

function indexOf(text: string, types: TypeResolver): Designator | null {
  const [first = '', last = first] = text.split('...');
  const from = types.count(first.trim());
  const to = types.count(last.trim());
  return from === null || to === null || to < from ? null : { kind: 'index', from, to };
}
