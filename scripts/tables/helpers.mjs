// Which helpers a program may call, by id, with their names and the verifier's words; where that depends on what the
// program attaches to, which targets allow it. Nothing is taken from one sample: what stands for a kind of program
// holds for every target that was asked about.
import { formatRanges, parseRanges } from '../../rules/probe/ranges.mjs';
import { answersOf } from './calls.mjs';
import { distinct, firstOfEach } from './measured.mjs';
import { ownSections } from './kinds.mjs';

export function mergeHelpers(kernels, rows, { lists, onlyIn }) {
  const [answers, targets, words] = [distinct(), distinct(), distinct()];
  const print = (answer) => answers.indexOf(printAnswer(answer, targets, words, lists));
  const programs = {};
  for (const section of ownSections(rows)) {
    const pairs = kernels.map((kernel) => {
      const answer = answersOf(kernel, section, rows);
      return [kernel.version, answer && print(answer)];
    });
    const known = firstOfEach(pairs).filter(([, answer], i) => i > 0 || answer !== null);
    if (known.length > 0) programs[section] = known;
  }
  return {
    names: namesOf(kernels),
    last: lastIds(kernels),
    refusals: sentences(kernels, 'refusal'),
    sleeping: sentences(kernels, 'sleepableRefusal'),
    words: words.values,
    targets: targets.values.map((names) => names.join(' ')),
    answers: answers.values,
    onlyIn: typesOf(onlyIn, answers.values),
    programs,
  };
}

function printAnswer(answer, targets, words, lists) {
  const { allowed, sleepable, others, some, most, someSleepable, open, never } = answer;
  const byTargets = (rows) =>
    rows.map(({ ids, names }) => [formatRanges(ids), names && targets.indexOf(names)]);
  const isUnsure = open && [...some, ...someSleepable].some(({ ids }) => ids.some((id) => !lists[id]));
  return {
    allowed: formatRanges(allowed),
    ...(sleepable.length > 0 && { sleepable: formatRanges(sleepable) }),
    ...(some.length > 0 && { some: byTargets(some) }),
    ...(most.length > 0 && { most: byTargets(most) }),
    ...(someSleepable.length > 0 && { someSleepable: byTargets(someSleepable) }),
    ...(isUnsure && { open }),
    ...(never && { never: words.indexOf(never) }),
    ...(Object.keys(others).length > 0 && { other: otherWords(others, words) }),
  };
}

/** `{ id: program type }`; a helper that some measured kernel has needs no such row. */
function typesOf(onlyIn, answers) {
  return Object.fromEntries(
    Object.entries(onlyIn).map(([id, { programType }]) => {
      if (answers.some(({ allowed }) => parseRanges(allowed).includes(Number(id))))
        throw new Error(`handwritten/helpers.json: helper ${id} was measured`);
      return [id, programType];
    }),
  );
}

function otherWords(others, words) {
  return Object.entries(others).map(([message, ids]) => [words.indexOf(message), formatRanges(ids)]);
}

/** `{ id: name }` over all kernels; a name that changes its id is an error. */
function namesOf(kernels) {
  const names = {};
  for (const { data } of kernels) {
    for (const [id, name] of Object.entries(data.helperNames ?? {})) {
      if (names[id] !== undefined && names[id] !== name)
        throw new Error(`helper ${id} is both ${names[id]} and ${name}`);
      names[id] = name;
    }
  }
  return names;
}

/** The newest helper that each kernel has. */
function lastIds(kernels) {
  return Object.fromEntries(
    kernels.map(({ version, data }) => [
      version,
      Math.max(...Object.keys(data.helperNames ?? {}).map(Number)),
    ]),
  );
}

/** The words of a refusal, `[[first kernel, words with # for name#id], ...]`. */
function sentences(kernels, key) {
  const pairs = kernels.flatMap(({ version, data }) => {
    const helpers = [
      ...Object.values(data.programs).map((program) => program.helpers),
      ...Object.values(data.targets ?? {}).flatMap(({ loading }) => loading.map((group) => group.helpers)),
    ];
    const words = helpers.find((each) => each?.[key])?.[key];
    return words ? [[version, words]] : [];
  });
  return firstOfEach(pairs);
}
