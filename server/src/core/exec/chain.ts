/** Lists that grow at their end and are shared by all paths that began alike. Values. */

/** A list, its last entry first; null is the empty one. */
export type Chain<T> = { readonly last: T; readonly before: Chain<T>; readonly length: number } | null;

export function append<T>(chain: Chain<T>, last: T): Chain<T> {
  return { last, before: chain, length: lengthOf(chain) + 1 };
}

export function lengthOf(chain: Chain<unknown>): number {
  return chain?.length ?? 0;
}

/** The entries in order. */
export function entriesOf<T>(chain: Chain<T>): readonly T[] {
  const entries: T[] = [];
  for (let each = chain; each; each = each.before) entries.push(each.last);
  return entries.reverse();
}
