/** The files under test/fixtures/<rule-id>/ as cases; `// options: --kernel 5.10` in the first line gives options. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { globSync } from 'tinyglobby';
import type { Case } from './check.js';

/** From the root; without what `--fix` makes of them. */
export const fixturePaths = globSync('test/fixtures/*/*.c', { ignore: ['**/*.fixed.c'] }).sort();

export function fixtureAt(path: string): Case {
  const text = readFileSync(path, 'utf8');
  const options = /^\/\/ options: (.*)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  return { name: basename(path, '.c'), text, rule: basename(dirname(path)), options };
}
