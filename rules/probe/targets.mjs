// Turns the prober's lines about attach targets into the part "targets" of the document: by the section's stem,
// which targets there are, which of them a program loads for, and what it may call there.

import { foldHelpers } from './helpers.mjs';

/** `{ targets, madeSleepable }`; empty where the lines say nothing of targets. */
export function foldTargets(lines) {
  const kinds = lines.filter((line) => line.targetsOf);
  const madeSleepable = lines.find((line) => line.madeSleepable)?.madeSleepable;
  if (!kinds.length || !madeSleepable) return {};
  return {
    targets: Object.fromEntries(kinds.map((line) => [line.targetsOf, foldKind(line)])),
    madeSleepable: groupBySentence(madeSleepable),
  };
}

function foldKind({ all, groups }) {
  const loading = groups.filter(({ refused }) => refused === undefined);
  const refused = groups.flatMap(({ refused: message, targets }) =>
    message === undefined ? [] : [{ sentence: withoutNames(message, targets), targets }],
  );
  return {
    all,
    loading: joined(loading.map(({ helpers, targets }) => [foldHelpers(helpers), targets])).map(
      ([helpers, targets]) => ({ targets: targets.join(' '), helpers }),
    ),
    refused: joined(refused.map(({ sentence, targets }) => [sentence, targets])).map(
      ([message, targets]) => ({
        message,
        ...refusedOf(all, message, targets),
      }),
    ),
  };
}

// What is said of each is said once of all.
function joined(pairs) {
  const groups = new Map();
  for (const [value, targets] of pairs) {
    const key = JSON.stringify(value);
    groups.set(key, [value, [...(groups.get(key)?.[1] ?? []), ...targets]]);
  }
  return [...groups.values()];
}

function withoutNames(message, [target]) {
  const [struct, member] = target.split('.');
  return message
    .replace(/attach_btf_id \d+/, 'attach_btf_id #')
    .replace(`member ${member} of struct ${struct}`, 'member # of struct #');
}

// A refusal without a sentence says only that this is no target at all, and of functions and tracepoints there are too
// many to name each: then their number tells how many were asked.
function refusedOf(all, message, targets) {
  return all && message.includes(' ') ? { targets: targets.join(' ') } : { count: targets.length };
}

function groupBySentence(answers) {
  const groups = { accepted: [], refused: {} };
  for (const [section, answer] of Object.entries(answers))
    (answer === true ? groups.accepted : (groups.refused[answer] ??= [])).push(section);
  return groups;
}
