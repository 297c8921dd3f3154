// What clang makes of constant expressions behind some declarations, for BPF.

import { spawnSync } from 'node:child_process';

const TARGET = ['-target', 'bpf', '-x', 'c', '-S', '-w', '-ferror-limit=0', '-o', '-'];
const INCLUDES = ['-I/usr/include/x86_64-linux-gnu', '-D__x86_64__'];

/** `{ name: value }` of the names whose `expression(name)` is an integer constant; others are left out. */
export function valuesOf(before, names, expression) {
  const lines = before.split('\n').length;
  let rest = [...names];
  for (;;) {
    const asked = rest.map((name, i) => `const long long value_${i} = (long long)(${expression(name)});`);
    const { status, stdout, stderr } = spawnSync('clang', [...TARGET, ...INCLUDES, '-'], {
      input: `${before}\n${asked.join('\n')}\n`,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status === 0) return Object.fromEntries(rest.map((name, i) => [name, valueIn(stdout, i)]));
    const refused = new Set(
      [...stderr.matchAll(/^<stdin>:(\d+):\d+: error:/gm)].map((found) => Number(found[1]) - lines - 1),
    );
    if (refused.size === 0 || [...refused].some((line) => line < 0)) throw new Error(stderr.slice(0, 2000));
    rest = rest.filter((_, i) => !refused.has(i));
  }
}

function valueIn(assembly, index) {
  const found = new RegExp(`^value_${index}:\\n\\s+\\.quad\\s+(-?\\d+)`, 'm').exec(assembly);
  if (!found) throw new Error(`clang gave no value ${index}`);
  return Number(found[1]);
}
