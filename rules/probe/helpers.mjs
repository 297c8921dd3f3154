// Reads what the verifier said to calls of helpers. Whether a sentence means that the helper may be called is decided
// here by a person: a sentence that is not known is an error.

import { formatRanges } from './ranges.mjs';

const UNKNOWN_HELPER = /^invalid func /;
const NEEDS_SLEEPABLE = /sleepable helper|might sleep in a non-sleepable prog/;
const REFUSED_HELPER =
  /^unknown func|cannot use helper|not supported for program type|supported only for|not allowed in probe|can't modify return value/;
// Complaints about the call itself: the verifier had already agreed to the helper.
const ABOUT_ARGUMENTS = /^ok$|^R\d /;
// A replacement may do what the function that it replaces does; the prober's does nothing.
const ABOUT_REPLACED = /^Extension program (changes packet data|may sleep), while original does not/;

export const isRefusedHelper = (message) => REFUSED_HELPER.test(message);

export function foldHelpers(answers) {
  const allowed = [];
  const onlySleepable = [];
  let sleepableRefusal;
  const refusals = new Map();
  for (const [message, ids] of Object.entries(answers)) {
    if (UNKNOWN_HELPER.test(message)) continue;
    if (NEEDS_SLEEPABLE.test(message)) {
      onlySleepable.push(...ids);
      sleepableRefusal = message;
    } else if (REFUSED_HELPER.test(message)) refusals.set(message, ids);
    else if (ABOUT_ARGUMENTS.test(message) || ABOUT_REPLACED.test(message)) allowed.push(...ids);
    else throw new Error(`does this message mean that the helper may be called? "${message}" (${ids})`);
  }
  const usual = mostCommon(new Map([...refusals].map(([message, ids]) => [message, ids.length])));
  refusals.delete(usual);
  const others = Object.fromEntries([...refusals].map(([message, ids]) => [message, formatRanges(ids)]));
  return {
    allowed: formatRanges(allowed),
    ...(onlySleepable.length && { onlySleepable: formatRanges(onlySleepable), sleepableRefusal }),
    refusal: usual,
    ...(refusals.size && { otherRefusals: others }),
  };
}

/** The heaviest key of a map of weights; null of an empty one. */
export function mostCommon(weight) {
  return [...weight].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [null, 0])[0];
}
