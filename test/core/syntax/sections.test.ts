/** Which sections a file names, in every way people name them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { libraryMacros } from '../../../server/src/core/syntax/expand/library.js';
import { withLines } from '../../../server/src/core/syntax/expand/table.js';
import { functions, parse, sections, syntax } from './load.js';

const names: readonly (readonly [string, string, string | null])[] = [
  ['a string', 'SEC("xdp") int f(void) { return 0; }', 'xdp'],
  ['adjacent strings', 'SEC("cgroup/" "skb") int f(void) { return 0; }', 'cgroup/skb'],
  ['a macro of the file', '#define KIND "tc"\nSEC(KIND) int f(void) { return 0; }', 'tc'],
  [
    'a string and a macro',
    '#define HOOK "/do_exit"\nSEC("kprobe" HOOK) int f(void) { return 0; }',
    'kprobe/do_exit',
  ],
  ['a macro from elsewhere', 'SEC(ELSEWHERE) int f(void) { return 0; }', null],
  ['__section', '__section("from-netdev") int f(void) { return 0; }', 'from-netdev'],
  ['__attribute__', '__attribute__((section("xdp"), used)) int f(void) { return 0; }', 'xdp'],
  ['double brackets', '[[gnu::section("xdp"), gnu::used]] int f(void) { return 0; }', 'xdp'],
  ['__attribute__ behind', 'int x __attribute__((section(".data.x"))) = 1;', '.data.x'],
  ['a macro that holds it', '#define PROG SEC("xdp")\nPROG int f(void) { return 0; }', 'xdp'],
  ['a macro in a macro', '#define A SEC("xdp")\n#define B A __noinline\nB int f(void) { return 0; }', 'xdp'],
  ['a parameter', '#define CGRP(x) SEC("cgroup/" x)\nCGRP("skb") int f(void) { return 0; }', 'cgroup/skb'],
  [
    'a parameter made a string',
    '#define CGRP(x) SEC("cgroup/" #x)\nCGRP(skb) int f(void) { return 0; }',
    'cgroup/skb',
  ],
  ['no string at all', 'SEC() int f(void) { return 0; }', null],
];

for (const [what, text, name] of names) {
  test(`resolves ${what}`, () => {
    const file = parse(text);
    assert.equal(sections(file).length, 1);
    assert.equal(sections(file)[0]?.name, name);
    assert.deepEqual(
      file.items.flatMap(({ content }) => content.damage),
      [],
    );
  });
}

test('a mark points at its strings', () => {
  const text = 'int a;\nSEC( "cgroup/" "skb" )\nint f(void) { return 0; }';
  const mark = sections(parse(text))[0];
  assert.ok(mark);
  assert.equal(text.slice(mark.span.start, mark.span.end), 'SEC( "cgroup/" "skb" )');
  assert.equal(text.slice(mark.nameSpan.start, mark.nameSpan.end), '"cgroup/" "skb"');
});

test('an item starts behind the mark before it', () => {
  const text = 'SEC("xdp")\n__noinline int f(void) { return 0; }';
  const { items } = parse(text);
  assert.equal(items[0]?.start, text.indexOf('int f'));
});

test('the words beside the section in a macro count', () => {
  const text = '#define PROG static __always_inline SEC("xdp")\nPROG int f(void) { return 0; }';
  const f = functions(text).get('f');
  assert.equal(f?.isStatic, true);
  assert.deepEqual(f.attributes, ['__always_inline']);
});

test('a macro may bring the type as well', () => {
  const text = '#define PROG SEC("xdp") int\nPROG f(struct xdp_md *ctx) { return 0; }';
  assert.deepEqual(functions(text).get('f')?.returns, { kind: 'name', name: 'int' });
});

test('a macro that names itself comes to an end', () => {
  const text =
    '#define A SEC(A)\n#define B(x) SEC(B(x) B(x) B(x))\nA int f(void) { return 0; }\nB(1) int g(void) { return 0; }';
  assert.deepEqual(
    sections(parse(text)).map(({ name }) => name),
    [null, null],
  );
});

test('macros of headers count as those of the file, which come after them', () => {
  const lines = parse('#define HOOK "tc"\n#define PROG SEC(HOOK) __noinline\n').macroLines;
  const header = withLines(libraryMacros, lines);
  const session = syntax.open();
  const text = 'PROG int f(struct __sk_buff *skb) { return 0; }\n';
  assert.equal(sections(session.parse(text, header))[0]?.name, 'tc');
  assert.equal(sections(session.parse(`#define HOOK "xdp"\n${text}`, header))[0]?.name, 'xdp');
  assert.deepEqual(sections(session.parse(text)), []);
});
