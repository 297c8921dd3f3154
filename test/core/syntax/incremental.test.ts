/** A document that is edited says the same as one that is opened, and keeps what was not touched. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { samples } from './samples.js';
import { parse, sections, syntax } from './load.js';

const piece = fc.constantFrom(
  'x',
  ' ',
  '\n',
  '{',
  '}',
  '(',
  ')',
  ';',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '#',
  '\\',
  ',',
  '=',
  '0',
  '#if 0\n',
  '#else\n',
  '#endif\n',
  '#define A SEC("tc")\n',
  'SEC("xdp")',
  'return 1;',
  '\r\n',
  '\u{1F600}',
  '\ud800',
  '\0',
  '__always_inline ',
  '#define WHOLE(n) SEC("xdp") int n(void) { return 2; }\n',
  '#define PORT(c, f) c->f\n',
  '#undef WHOLE\n',
  '#undef LIST\n',
  'WHOLE(three)',
  'PORT(c, x)',
  'LIST(WHOLE)',
  'BEGIN(f)',
  'END',
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.nat(12),
  put: fc.array(piece, { maxLength: 3 }),
});

test('any sequence of edits gives what a fresh parse gives', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(edit, { minLength: 1, maxLength: 8 }),
      (sample, edits) => {
        const session = syntax.open();
        let text = sample;
        session.parse(text);
        for (const { at, drop, put } of edits) {
          const start = Math.floor(at * text.length);
          text = text.slice(0, start) + put.join('') + text.slice(start + drop);
          assert.deepEqual(session.parse(text), parse(text));
        }
        session.dispose();
      },
    ),
    { numRuns: 300, seed: 1 },
  );
});

test('an item that is only moved keeps its content object', () => {
  const session = syntax.open();
  const text = samples.join('\n');
  const before = session.parse(text);
  const after = session.parse(`int fresh;\n${text}`);
  assert.equal(after.items.length, before.items.length + 1);
  before.items.forEach((item, i) => assert.equal(after.items[i + 1]?.content, item.content));
});

test('a keystroke replaces the content of the item it touches and of no other', () => {
  const session = syntax.open();
  const text = 'int a(void) { return 1; }\nint b(void) { return 2; }\nint c(void) { return 3; }\n';
  const before = session.parse(text);
  const after = session.parse(text.replace('return 2', 'return 25'));
  assert.deepEqual(
    after.items.map((item, i) => item.content === before.items[i]?.content),
    [true, false, true],
  );
});

test('a brace that is not closed spoils no function but its own', () => {
  const text =
    'int a(void)\n{\n\tif (x) {\n\treturn 1;\n}\n\nSEC("xdp")\nint b(struct xdp_md *ctx)\n{\n\treturn 2;\n}\n';
  const names = parse(text).items.map(({ content }) =>
    content.node.kind === 'function' ? content.node.name : content.node.kind,
  );
  assert.deepEqual(names, ['a', 'b']);
});

test('a macro that changes its meaning changes the items that use it', () => {
  const session = syntax.open();
  const text = '#define PROG SEC("xdp")\nPROG int f(struct xdp_md *ctx) { return 0; }\n';
  assert.equal(sections(session.parse(text))[0]?.name, 'xdp');
  assert.equal(sections(session.parse(text.replace('xdp"', 'tc"')))[0]?.name, 'tc');
  assert.equal(sections(session.parse(text.replace('PROG SEC("xdp")', 'OTHER 1'))).length, 0);
});

test('a disposed session can be disposed again', () => {
  const session = syntax.open();
  session.parse('int x;');
  session.dispose();
  session.dispose();
});

test('braces without a head end where they close', () => {
  const text = 'int old(a) int a;\n{\n\treturn a;\n}\nint main(void) { return 0; }\n';
  const node = parse(text).items.at(-1)?.content.node;
  assert.equal(node?.kind === 'function' ? node.name : null, 'main');
});

test('a missing semicolon does not swallow the program behind it', () => {
  const text = 'int x = 5\nSEC("xdp") int f(struct xdp_md *ctx) { return 1; }\n';
  assert.deepEqual(
    parse(text).items.map(({ content }) => content.node.kind),
    ['variables', 'function'],
  );
});

test('an attribute macro that gets parameters, or loses them, changes the items that use it', () => {
  const session = syntax.open();
  for (const define of ['#define __open', '#define __open()', '#define __open']) {
    const text = `${define}\n__open() int f(void) { return 1; }\n`;
    assert.deepEqual(session.parse(text), parse(text));
  }
  session.dispose();
});
