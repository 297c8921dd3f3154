/** No text crashes the parser, and none keeps it for long. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse, syntax } from './load.js';

/** Generous, because the machine may be busy with other things. */
const LIMIT = 15_000;

function noise(length: number, from: number, to: number): string {
  let state = 1;
  let text = '';
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    text += String.fromCharCode(from + (state % (to - from)));
  }
  return text;
}

const texts: Readonly<Record<string, () => string>> = {
  nothing: () => '',
  '20,000 nested structs': () => `${'struct a {'.repeat(20000)}int x;${'} b;'.repeat(20000)}`,
  '100,000 parentheses': () => `int f(void) { return ${'('.repeat(100000)}1${')'.repeat(100000)}; }`,
  '100,000 signs': () => `int f(void) { return ${'-'.repeat(100000)}1; }`,
  '100,000 terms': () => `int f(void) { return ${'1+'.repeat(100000)}1; }`,
  '100,000 stars': () => `int ${'*'.repeat(100000)}x;`,
  '20,000 branches': () => `int f(void) { ${'if (a) b; else '.repeat(20000)}c; }`,
  'typeof in typeof': () => `int f(void) { ${'typeof('.repeat(900)}x${')'.repeat(900)} y; }`,
  '50,000 conditions': () => `${'#if A\n'.repeat(50000)}int x;\n${'#else\nint y;\n#endif\n'.repeat(50000)}`,
  'open braces': () => '{'.repeat(300000),
  'closing braces': () => '}'.repeat(20000),
  'open marks': () => 'SEC('.repeat(100000),
  'open quotes': () => '"\n'.repeat(200000),
  'any bytes': () => noise(300000, 0, 256),
  'any ASCII': () => noise(300000, 32, 127),
  'any code units': () => noise(300000, 0, 65536),
  'NUL characters': () => 'int f(void) {\0 return\0 1; }\0'.repeat(500),
  'lone surrogates': () => 'int f(void) { "\ud800"; \udc00 x; }'.repeat(500),
};

for (const [what, make] of Object.entries(texts)) {
  test(`survives ${what}`, { timeout: LIMIT }, () => {
    const file = parse(make());
    assert.ok(file.incomplete === null || file.items.length === 0);
    JSON.stringify(file, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  });
}

test('a text that is too long is not read', { timeout: LIMIT }, () => {
  const file = parse('int x; '.repeat(750_000));
  assert.deepEqual([file.incomplete, file.items.length], ['size', 0]);
});

test('a session recovers from a text that is too long', () => {
  const session = syntax.open();
  session.parse('int x; '.repeat(750_000));
  assert.equal(session.parse('int x;').items.length, 1);
});

test('any text of C words is read without complaint, and spans stay inside it', () => {
  const word = fc.constantFrom(
    'int',
    'struct',
    'f',
    '(',
    ')',
    '{',
    '}',
    ';',
    '=',
    ',',
    '*',
    'SEC("xdp")',
    '__uint(',
    'typeof(',
    'asm',
    'case',
    '...',
    ':',
    '[',
    ']',
    'if',
    'for',
    'else',
    'return',
    '1',
    '"s"',
    '.',
    '->',
    '\n',
    '#if X\n',
    '\n#endif\n',
    '#define A SEC(B)\n',
    'A',
    'typedef',
    'sizeof',
    '__attribute__((',
    'BPF_PROG(',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const text = words.join(' ');
      for (const { start, end, content } of parse(text).items) {
        assert.ok(0 <= start && start <= end && end <= text.length);
        if (!content.origins) assert.equal(content.text, text.slice(start, end));
        for (const span of content.damage) assert.ok(0 <= span.start && span.end <= content.text.length);
      }
    }),
    { numRuns: 1000, seed: 3 },
  );
});

test('no span of any node leaves its item', () => {
  const inside = (value: unknown, length: number): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      if (/span$/i.test(key) && part !== null) {
        const { start, end } = part as { start: number; end: number };
        assert.ok(0 <= start && start <= end && end <= length, `${key} ${start}..${end} of ${length}`);
      } else inside(part, length);
    }
  };
  const word = fc.constantFrom(
    'a',
    'typeof(b)',
    'f(struct s *, x)',
    '=',
    '+',
    ';',
    '{',
    '}',
    'if (c)',
    '(',
    ')',
    '->d',
    '&',
    'PROG',
    'int',
    '__type(k, v);',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const text = `#define PROG SEC("x") int\nPROG g(void) { ${words.join(' ')} }`;
      for (const { content } of parse(text).items) inside(content.node, content.text.length);
    }),
    { numRuns: 500, seed: 5 },
  );
});
