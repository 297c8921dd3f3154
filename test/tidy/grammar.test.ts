/** The injected grammar: that it takes every section apart as the tables do, and leaves other C alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from './support/sources.js';

interface Pattern {
  readonly match: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

const grammar = JSON.parse(read('grammars/bpf.tmLanguage.json')) as {
  readonly scopeName: string;
  readonly injectionSelector: string;
  readonly repository: Readonly<Record<string, Pattern>>;
};
const { sections } = JSON.parse(read('rules/sections.json')) as {
  readonly sections: readonly { readonly pattern: string; readonly target: string | null }[];
};
const reads = JSON.parse(read('rules/reads.json')) as {
  readonly probeReads: readonly { readonly name: string }[];
};
const programs = JSON.parse(read('rules/programs.json')) as {
  readonly programs: Readonly<Record<string, { readonly wrapper?: string }>>;
};

function matches(name: string, text: string): RegExpExecArray | null {
  return new RegExp(grammar.repository[name]?.match ?? '(?!)').exec(text);
}

/** The parts of a section: kind, variants, target. */
function parts(section: string): readonly (string | undefined)[] {
  const found = matches('section', `SEC("${section}")`);
  assert.ok(found, section);
  return [found[4], found[5], found[7]];
}

test('every known section is taken apart into its kind and its target', () => {
  for (const { pattern, target } of sections) {
    const [kind = '', variants = '', none] = parts(pattern);
    assert.equal(`${kind}${variants}`, pattern);
    assert.equal(none, undefined, pattern);
    if (target === null) continue;
    const [sameKind = '', sameVariants = '', after] = parts(`?${pattern}/some/target:x`);
    assert.equal(`${sameKind}${sameVariants}`, pattern);
    assert.equal(after, 'some/target:x');
  }
});

test('variants are parts of their own', () => {
  assert.deepEqual(parts('uprobe.multi.s/libc:malloc'), ['uprobe', '.multi.s', 'libc:malloc']);
  assert.deepEqual(parts('.maps'), ['.maps', '', undefined]);
});

test('probe reads and program macros are known by name, where they are called', () => {
  for (const { name } of reads.probeReads.filter(({ name }) => !name.startsWith('bpf_probe'))) {
    assert.equal(matches('core-read', `x = ${name}(a, b);`)?.[0], name);
  }
  for (const wrapper of new Set(Object.values(programs.programs).flatMap((each) => each.wrapper ?? []))) {
    assert.equal(matches('program-macro', `int ${wrapper}(f)`)?.[0], wrapper);
  }
  assert.equal(matches('core-read', 'bpf_core_read_all = 1;'), null);
});

test('every capture has a scope, and the manifest injects the grammar into C', () => {
  for (const { match, captures } of Object.values(grammar.repository)) {
    const groups = new RegExp(`${match}|`).exec('')?.length ?? 0;
    assert.equal(Object.keys(captures ?? {}).length, groups - 1);
  }
  const { contributes } = JSON.parse(read('package.json')) as {
    readonly contributes: {
      readonly grammars: readonly { scopeName: string; path: string; injectTo: string[] }[];
    };
  };
  assert.deepEqual(contributes.grammars, [
    {
      scopeName: grammar.scopeName,
      path: './grammars/bpf.tmLanguage.json',
      injectTo: ['source.c', 'source.cpp'],
    },
  ]);
});
