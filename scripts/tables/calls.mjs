// Whether a kind of program may call each helper, over all targets that one kernel was asked about.
import { groupsOf, isFullyAsked, refusalToSleep } from './kinds.mjs';

/**
 * `{ allowed, sleepable, others, some, most, someSleepable, open, never }`, ids each. `some` are ids that only some
 * targets allow, with their names, or null where a section does not tell its target, `most` those that all but the named
 * allow; `open` where not every target was asked; `never` is the refusal to make such a program sleepable. Null where
 * that kernel does not load such a program, or was not asked.
 */
export function answersOf(kernel, section, rows) {
  const groups = groupsOf(kernel, section, rows);
  if (groups.length === 0) return null;
  const { programType, takesOver } = rows.programs[section];
  // A struct_ops program's section names no member, and a replacement's no program.
  const isTold = programType !== 'BPF_PROG_TYPE_STRUCT_OPS' && !takesOver;
  return {
    ...merge(groups, isTold),
    open: !isFullyAsked(kernel.data, section),
    never: refusalToSleep(kernel, section, rows),
  };
}

function merge(groups, isTold) {
  const allowed = common(groups.map((group) => group.allowed));
  const sleeping = common(groups.map((group) => group.sleepable));
  const rest = new Set(groups.flatMap((group) => [...group.allowed, ...group.sleepable]));
  for (const id of [...allowed, ...sleeping]) rest.delete(id);
  const isMost = (id) =>
    isTold && targetsThat(groups, 'allowed', id).length > targetsWithout(groups, id).length;
  const [few, most] = [[...rest].filter((id) => !isMost(id)), [...rest].filter(isMost)];
  return {
    allowed,
    sleepable: sleeping,
    others: united(groups.map(({ others }) => others)),
    some: byTargets(few, (id) => targetsThat(groups, 'allowed', id), isTold),
    most: byTargets(most, (id) => targetsWithout(groups, id), isTold),
    someSleepable: byTargets([...rest], (id) => targetsThat(groups, 'sleepable', id), isTold),
  };
}

/** Sentence to ids, over all groups. */
function united(answers) {
  const all = {};
  for (const [message, ids] of answers.flatMap(Object.entries))
    all[message] = [...(all[message] ?? []), ...ids];
  return all;
}

function common(lists) {
  const [first, ...others] = lists.map((list) => new Set(list));
  return [...first].filter((id) => others.every((list) => list.has(id)));
}

function targetsThat(groups, way, id) {
  return groups.flatMap((group) => (group[way].includes(id) ? group.targets : [])).sort();
}

function targetsWithout(groups, id) {
  return groups.flatMap(({ allowed, targets }) => (allowed.includes(id) ? [] : targets)).sort();
}

/** `[{ ids, names }]`: ids with the same targets stand together; those without any are left out. */
function byTargets(ids, targetsOf, isTold) {
  const lists = new Map();
  for (const id of ids) {
    const names = targetsOf(id);
    if (names.length === 0) continue;
    const key = isTold ? names.join(' ') : '';
    lists.set(key, { ids: [...(lists.get(key)?.ids ?? []), id], names: isTold ? names : null });
  }
  return [...lists.values()];
}
