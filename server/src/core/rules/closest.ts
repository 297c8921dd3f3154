/** Finds the known name that an unknown one was probably meant to be, and how far words lie apart. */

/** The nearest candidate within a few typing errors; null where none is near. */
export function closest(name: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = 3;
  for (const candidate of candidates) {
    const head = headFor(name, candidate);
    if (isSwapped(head, candidate)) return candidate;
    const limit = Math.min(bestDistance, allowedErrors(head) + 1);
    const distance = distanceOf(head, candidate, limit);
    if (distance >= limit) continue;
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `xpd` for `xdp`: two neighbours in the wrong order, and nothing else. */
function isSwapped(a: string, b: string): boolean {
  const at = Array.from(a).findIndex((letter, i) => letter !== b[i]);
  return (
    a.length === b.length &&
    at >= 0 &&
    a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2) === b
  );
}

/** Short names are too like each other for errors. */
function allowedErrors(name: string): number {
  return name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
}

/** `kporbe/do_unlink` is compared with `kprobe` by its first part, with `cgroup/skb` by its first two. */
export function headFor(name: string, candidate: string): string {
  return name.split('/').slice(0, candidate.split('/').length).join('/');
}

/** Edit distance with transpositions, or anything of at least `limit` as soon as it is that far. */
export function distanceOf(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) rows.push(nextRow(rows, a, b, i));
  return rows[a.length]?.[b.length] ?? limit;
}

function nextRow(rows: readonly number[][], a: string, b: string, i: number): number[] {
  const row = [i];
  const above = rows[i - 1] ?? [];
  for (let j = 1; j <= b.length; j++) {
    const cost = a[i - 1] === b[j - 1] ? 0 : 1;
    let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
    if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
      best = Math.min(best, (rows[i - 2]?.[j - 2] ?? best) + 1);
    row.push(best);
  }
  return row;
}
