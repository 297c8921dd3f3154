/** Macros are expanded to the tokens that a compiler expands them to: random sets of them, and whole headers. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { expandGroup } from '../../../server/src/core/syntax/expand/group.js';
import { macroTable } from '../../../server/src/core/syntax/expand/table.js';
import { nothingOutside } from '../../../server/src/core/syntax/macro-scope.js';
import { DirectiveMemory, scan } from '../../../server/src/core/syntax/scan.js';
import { byClang, preprocess, skip, wordsOf } from './by-clang.js';
import { macroSet } from './macro-sets.js';

const sets = 500;

/** The tokens of a text with its macros expanded, and the expanded text read again, which says the same. */
function expanded(text: string): readonly string[] {
  const scanned = scan(text, new DirectiveMemory(), null, null, nothingOutside);
  const table = macroTable(new Map(), scanned.macroLines, () => false);
  const group = expandGroup(scanned, 0, scanned.tokens.count, table, new Set());
  assert.ok(!group.isCut, 'too large');
  const { tokens, live } = group;
  const words = Array.from({ length: tokens.count }, (_, i) =>
    group.text.slice(tokens.starts[i], tokens.ends[i]),
  );
  const withoutDirectives = group.text.replace(/^#(?:.*\\\n)*.*$/gm, '');
  const compiled = words.filter((_, i) => live[i] === 1);
  assert.deepEqual(wordsOf(withoutDirectives), compiled);
  return compiled;
}

test(`${sets} sets of macros expand as clang expands them`, { skip }, () => {
  const texts = Array.from({ length: 2 * sets }, (_, seed) => macroSet(seed + 1));
  const valid = byClang(texts).flatMap((words, i) => (words ? [{ words, text: texts[i] ?? '' }] : []));
  assert.ok(valid.length >= sets, `only ${valid.length} are valid`);
  for (const { words, text } of valid.slice(0, sets)) assert.deepEqual(expanded(text), words, text);
});

/** Headers of Debian's libbpf-dev and linux-libc-dev, with macros of every kind. */
const headers = [
  'bpf/bpf_core_read.h',
  'bpf/bpf_endian.h',
  'bpf/bpf_helpers.h',
  'bpf/bpf_tracing.h',
  'bpf/usdt.bpf.h',
  'linux/bpf.h',
  'linux/pkt_cls.h',
  'linux/swab.h',
];

/** Every macro that a header leaves behind, and a use of each. */
function macrosBehind(header: string): string {
  const prelude = '#include <linux/types.h>\n';
  const { stdout } = spawnSync('clang', ['-E', '-dM', '-D__TARGET_ARCH_x86', '-x', 'c', '-'], {
    input: `${prelude}#include <${header}>\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const defines = stdout.split('\n').filter((line) => /^#define (?!__(?:LINE|FILE|COUNTER)__)/.test(line));
  const uses = defines.flatMap((line) => {
    const [, name = '', list] = /^#define (\w+)(\([^)]*\))?/.exec(line) ?? [];
    const count = list === undefined || list === '()' ? 0 : list.split(',').length;
    const args = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? `arg${i}` : `x${i}`));
    return list === undefined ? [`${name} ;`] : [`${name}(${args.join(', ')}) ;`, `${name} ;`];
  });
  // `_Pragma` is no macro: clang makes lines of it afterwards.
  const lines = [...defines, ...uses].map((each) => each.replaceAll('_Pragma', 'Pragma'));
  const { faulty } = preprocess(lines.join('\n'));
  return lines.filter((_, i) => !faulty.includes(i)).join('\n');
}

for (const header of headers) {
  const isHere = ['/usr/include', '/usr/include/x86_64-linux-gnu'].some((root) =>
    existsSync(`${root}/${header}`),
  );
  test(
    `the macros behind ${header} expand as clang expands them`,
    { skip: skip || (!isHere && 'not here') },
    () => {
      const text = macrosBehind(header);
      const [words] = byClang([text]);
      assert.ok(words && words.length > 400);
      assert.deepEqual(expanded(text), words);
    },
  );
}
