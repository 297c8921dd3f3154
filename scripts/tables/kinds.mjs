// What one kernel was asked about one kind of program, by its section: over all targets, where the kind attaches to one.
// `rows` is `{ programs, sleepable }`: rules/programs.json, and which of its sections load programs that may sleep.
import { parseRanges } from '../../rules/probe/ranges.mjs';

/** The sections that tables have a row of their own for: not those that load what another one does. */
export function ownSections({ programs, sleepable }) {
  return Object.keys(programs).filter(
    (section) => !programs[section].variantOf && (!programs[section].measuredAs || sleepable.has(section)),
  );
}

/** `[{ targets, allowed, sleepable, others }]`, one group without targets where there are none; ids each. */
export function groupsOf(kernel, section, rows) {
  const measured = measuredGroups(kernel.data, section, rows);
  const kin = plainKin(section, rows);
  const isWhole = measured.length > 0 && isFullyAsked(kernel.data, section);
  if (!kin || isWhole || refusalOfKind(kernel.data, section, rows)) return measured;
  const derived = sleepAddsOnlyThat(kernel, rows) ? measuredGroups(kernel.data, kin, rows) : [];
  return [...measured, ...derived.map(madeSleepable)];
}

/** Whether every target of the kind was asked, or it has none. */
export function isFullyAsked(data, section) {
  return data.targets?.[section]?.all !== false;
}

/** Whether that kernel loads such a program, for one target at least. */
export function loadsOn(data, section, rows) {
  const program = programOf(data, section, rows);
  return program ? program.loads === true : (data.targets?.[section]?.loading.length ?? 0) > 0;
}

/** Why no such program loads, whatever it attaches to; null where one does, or where that depends on the target. */
export function refusalOfKind(data, section, rows) {
  const loads = programOf(data, section, rows)?.loads;
  if (loads) return loads === true || !loads.errno || isOfTarget(loads) ? null : loads.message || loads.errno;
  const { loading, refused } = data.targets?.[section] ?? { loading: [], refused: [] };
  const [only] = refused;
  return loading.length > 0 || refused.length !== 1 || /#/.test(only.message) ? null : only.message;
}

/** What is said of one target says nothing of the kind. */
function isOfTarget({ message }) {
  return / is not sleepable$/.test(message);
}

/** The words, where no program of this kind may be made sleepable, whatever it attaches to; else null. */
export function refusalToSleep({ data }, section, rows) {
  const { accepted, refused } = data.madeSleepable ?? { accepted: [], refused: {} };
  const name = nameOf(data, section, rows);
  if (accepted.includes(name)) return null;
  const own = Object.entries(refused).find(([, sections]) => sections.includes(name))?.[0];
  if (own) return own;
  const kin = [...rows.sleepable].find((other) => plainKin(other, rows) === section);
  return kin === undefined ? null : refusalOfKind(data, kin, rows);
}

/** Other sections come to the same program and attach types, and were measured under one of their names. */
function nameOf({ programs }, section, rows) {
  if (programs[section]) return section;
  const { programType, attachType } = rows.programs[section];
  return Object.keys(programs).find(
    (name) =>
      programs[name].programType === programType &&
      programs[name].attachType === attachType &&
      programs[name].sleepable === rows.sleepable.has(section),
  );
}

function programOf(data, section, rows) {
  return data.targets?.[section] ? undefined : data.programs[nameOf(data, section, rows)];
}

function measuredGroups(data, section, rows) {
  const program = programOf(data, section, rows);
  if (program) return program.loads === true ? [groupOf([], helpersIn(data, program))] : [];
  const loading = data.targets?.[section]?.loading ?? [];
  return loading.map(({ targets, helpers }) => groupOf(targets.split(' '), helpers));
}

function groupOf(targets, { allowed, onlySleepable, otherRefusals }) {
  const others = Object.entries(otherRefusals ?? {}).map(([message, ids]) => [message, parseRanges(ids)]);
  return {
    targets,
    allowed: parseRanges(allowed),
    sleepable: parseRanges(onlySleepable ?? ''),
    others: Object.fromEntries(others),
  };
}

function helpersIn(data, { helpers }) {
  return helpers.sameAs ? data.programs[helpers.sameAs].helpers : helpers;
}

/** The section whose programs differ from a sleepable one's only in that they do not sleep; undefined of others. */
function plainKin(section, { programs, sleepable }) {
  if (!sleepable.has(section)) return undefined;
  const { programType, attachType } = programs[section];
  return Object.keys(programs).find(
    (other) =>
      !sleepable.has(other) &&
      !programs[other].variantOf &&
      programs[other].programType === programType &&
      programs[other].attachType === attachType,
  );
}

function madeSleepable({ targets, allowed, sleepable, others }) {
  return { targets, allowed: [...allowed, ...sleepable].sort((a, b) => a - b), sleepable: [], others };
}

const checked = new WeakMap();

/**
 * Whether a sleepable program may call what its kin may and what sleeps, and nothing else: so on every kernel that says
 * "might sleep" rather than that there is no such helper. Checked against each target that was asked in both ways.
 */
function sleepAddsOnlyThat({ data }, rows) {
  if (!checked.has(data)) checked.set(data, check(data, rows));
  return checked.get(data);
}

function check(data, rows) {
  const pairs = [...rows.sleepable].flatMap((section) => {
    const kin = plainKin(section, rows);
    return kin ? pairsOf(measuredGroups(data, section, rows), measuredGroups(data, kin, rows)) : [];
  });
  return (
    pairs.length > 0 && pairs.every(([own, other]) => own.join() === madeSleepable(other).allowed.join())
  );
}

function pairsOf(groups, kin) {
  return groups.flatMap((group) => {
    const asked = kin.filter(({ targets }) => isAlike(group.targets, targets));
    return asked.map((other) => [group.allowed, other]);
  });
}

function isAlike(targets, others) {
  return targets.length === 0 ? others.length === 0 : targets.some((target) => others.includes(target));
}
