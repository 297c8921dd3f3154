/** What rules/kernels says of one field or one load, for the pages that quote it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseRanges } from '../../rules/probe/ranges.mjs';
import { chooseKernels } from '../tables/measured.mjs';

const rules = resolve(import.meta.dirname, '..', '..', 'rules');

export function readRules(...path) {
  return JSON.parse(readFileSync(join(rules, ...path), 'utf8'));
}

/** The measured kernels, oldest first, one for each release: `{ version, file, data }`. */
export function measuredKernels() {
  const names = readdirSync(join(rules, 'kernels')).filter((name) => name.endsWith('.json'));
  return chooseKernels(names.map((name) => ({ name, data: readRules('kernels', name) })));
}

/** A program's verdicts on its context, by reference or its own; null where it does not load. */
function contextAccess(data, section) {
  const program = data.programs[section];
  if (!program) throw new Error(`no measured program ${section}`);
  if (program.loads !== true) return null;
  let access = program.access.ctx;
  while (access.sameAs) access = data.programs[access.sameAs[0]].access[access.sameAs[1]];
  return access;
}

/**
 * Where a field is accessible: `[{ size, at: [offset in the field, ...] }]` with the widest access first, empty
 * where it is refused at any width; null where the program does not load.
 */
export function accessTo(data, section, field, direction) {
  const access = contextAccess(data, section);
  if (!access) return null;
  return [8, 4, 2, 1].flatMap((size) => {
    const inside = parseRanges(access[direction][size] ?? '')
      .map((offset) => offset - field.offset)
      .filter((offset) => offset >= 0 && offset < field.size);
    return inside.length > 0 ? [{ size, at: inside }] : [];
  });
}

/** The register types that loads from a context yield, where they are no numbers: `{ "offset/size": type }`. */
export function yieldsOf(data, section) {
  return contextAccess(data, section)?.yields ?? {};
}

/** The fields of a context struct; none where it has no table of its own. */
export function contextFields(struct) {
  const path = join(rules, 'contexts', `${struct}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).fields : [];
}

/** A field of a context struct, by its name. */
export function fieldOf(struct, name) {
  const field = contextFields(struct).find((each) => each.name === name);
  if (!field) throw new Error(`struct ${struct} has no ${name}`);
  return field;
}
