/** Which known word a mistyped one was meant to be, where somebody asks and any guess is better than none. */
import { distanceOf, headFor } from '../core/rules/closest.js';

/**
 * The word of `known` that differs from `word` by the fewest letters, at most four in ten; else null. `kporbe/x` is
 * near to `kprobe`, and case makes no difference.
 */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const head = headFor(word.toLowerCase(), candidate);
    const limit = Math.min(bestDistance, Math.max(1, Math.floor(head.length * 0.4)) + 1);
    const distance = distanceOf(head, candidate.toLowerCase(), limit);
    if (distance < limit) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** ` Did you mean "x"?` with its leading space, or nothing when no known word is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  return asQuestion([nearest(word, known)].filter((guess) => guess !== null));
}

const mostGuesses = 4;

/** The same with the nearest word of each list, then those that the word is a part of. */
export function didYouMeanAny(word: string, lists: readonly (readonly string[])[]): string {
  const part = word.toLowerCase();
  const longer = lists.flat().filter((each) => part.length > 2 && each.toLowerCase().includes(part));
  const guesses = new Set([...lists.flatMap((words) => nearest(word, words) ?? []), ...longer]);
  return asQuestion([...guesses].slice(0, mostGuesses));
}

function asQuestion(guesses: readonly string[]): string {
  return guesses.length === 0 ? '' : ` Did you mean ${guesses.map((each) => `"${each}"`).join(' or ')}?`;
}
