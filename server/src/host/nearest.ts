/** Which known word a mistyped one was meant to be. */

/** The word of `known` that differs from `word` by the fewest letters, at most four in ten; else null. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length * 0.4)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** ` Did you mean "x"?` with its leading space, or nothing when no known word is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const guess = nearest(word, known);
  return guess === null ? '' : ` Did you mean "${guess}"?`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) row = nextRow(row, a.charAt(i - 1), b, i);
  return row[b.length] ?? 0;
}

function nextRow(above: readonly number[], letter: string, b: string, first: number): number[] {
  const row = [first];
  for (let j = 1; j <= b.length; j++) {
    const replaced = (above[j - 1] ?? 0) + (letter === b.charAt(j - 1) ? 0 : 1);
    row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
  }
  return row;
}
