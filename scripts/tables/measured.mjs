// Finds, for each row of rules/programs.json, what each kernel's measurement says of it.

/** The kernels that the tables are made of, oldest first: one a release, Debian's before this machine's own. */
export function chooseKernels(files) {
  const chosen = new Map();
  for (const { name, data } of [...files].sort((a, b) => Number(isHost(a.name)) - Number(isHost(b.name)))) {
    const version = /^(\d+\.\d+)/.exec(data.kernel)?.[1];
    if (!version) throw new Error(`rules/kernels/${name}: "kernel" is no version: ${data.kernel}`);
    if (!chosen.has(version)) chosen.set(version, { version, file: name, data });
  }
  return [...chosen.values()].sort((a, b) => compareKernels(a.version, b.version));
}

function isHost(name) {
  return name.endsWith('-host.json');
}

/** The order of versions, `6.1` before `6.12` and `6.1.2`. */
export function compareKernels(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const differs = left.findIndex((part, i) => part !== right[i]);
  return differs < 0 ? left.length - right.length : left[differs] - (right[differs] ?? -1);
}

/**
 * The measured programs of the table's keys: `{ key, measured: [{ version, program, data, isSample }] }`.
 * Rows that only differ in a missing attach type are left out: no section leads to them.
 */
export function programsOf(programs, kernels) {
  const sections = Object.keys(programs).filter((section) => !programs[section].variantOf);
  const keys = new Set(sections.map((section) => programs[section].measuredAs ?? section));
  return [...keys].map((key) => ({
    key,
    measured: kernels.flatMap((kernel) => measuredOn(kernel, key, programs[key])),
  }));
}

function measuredOn({ version, file, data }, key, row) {
  const name = measuredName(data.programs, key, row);
  if (!name) throw new Error(`rules/kernels/${file} has no program for ${key} of rules/programs.json`);
  const program = data.programs[name];
  if (isUnmeasurable(program)) return [];
  const isSample = name.startsWith(`${key}/`);
  const samples = isSample ? Object.keys(data.programs).filter((each) => each.startsWith(`${key}/`)) : [];
  return [{ version, program, data, isSample, samples }];
}

/**
 * The program of that name, else one of the same types, else one with a target: a sample, whose arguments
 * depend on the target but whose helpers and return values do not.
 */
function measuredName(programs, key, row) {
  if (programs[key]) return key;
  const names = Object.keys(programs);
  const isSame = (name) =>
    programs[name].programType === row.programType && programs[name].attachType === row.attachType;
  return names.find((name) => name.startsWith(`${key}/`)) ?? names.find(isSame);
}

/** A machine's refusal to load the type at all, or a target that is none for it: neither says anything of the type. */
function isUnmeasurable({ loads }) {
  if (loads === true) return false;
  return (loads.errno === 'EPERM' && loads.message === '') || /is not sleepable$/.test(loads.message);
}

/** Keeps the first of equal neighbours: `[[version, value], ...]` with `same` telling what is equal. */
export function firstOfEach(pairs, same = (a, b) => a === b) {
  return pairs.filter(([, value], i) => i === 0 || !same(value, pairs[i - 1][1]));
}

/** Collects each distinct value once: `indexOf` gives its place in `values`, which it joins when it is new. */
export function distinct() {
  const values = [];
  const known = new Map();
  const indexOf = (value) => {
    const key = JSON.stringify(value);
    if (!known.has(key)) known.set(key, values.push(value) - 1);
    return known.get(key);
  };
  return { values, indexOf };
}
