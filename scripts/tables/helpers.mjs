// Which helpers a program may call, by id, with their names and the verifier's words. Left out are programs whose
// helpers depend on what they attach to (d_path by function, setsockopt by hook): one sample says nothing of others.
import { firstOfEach } from './measured.mjs';

export function mergeHelpers(kernels, rows) {
  const sets = [];
  const indexOf = (text) => (sets.includes(text) ? sets.indexOf(text) : sets.push(text) - 1);
  const programs = {};
  for (const { key, measured } of rows) {
    const pairs = measured
      .filter(({ program, isSample }) => program.loads === true && !isSample)
      .map(({ version, program, data }) => [version, indexOf(allowedIn(data, program, key))]);
    if (pairs.length > 0) programs[key] = firstOfEach(pairs);
  }
  return { names: namesOf(kernels), last: lastIds(kernels), refusals: refusalsOf(rows), sets, programs };
}

/** Ids as ranges: allowed at all, also if only to sleepable programs and this one is. */
function allowedIn(data, program, key) {
  const helpers = program.helpers?.sameAs ? data.programs[program.helpers.sameAs]?.helpers : program.helpers;
  if (!helpers) throw new Error(`${data.kernel}: ${key} has no helpers`);
  if (helpers.sameAs) return allowedIn(data, data.programs[helpers.sameAs], key);
  return helpers.allowed;
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

/** The words of the refusal, `[[first kernel, words with # for name#id], ...]`. */
function refusalsOf(rows) {
  const words = new Map();
  for (const { measured } of rows) {
    for (const { version, program } of measured) {
      if (program.helpers?.refusal && !words.has(version)) words.set(version, program.helpers.refusal);
    }
  }
  return firstOfEach([...words].sort(([a], [b]) => compareVersions(a, b)));
}

function compareVersions(a, b) {
  const [aMajor, aMinor] = a.split('.').map(Number);
  const [bMajor, bMinor] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
