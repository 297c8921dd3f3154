/** The tokens of C, and that an edited text has those of a fresh one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changeBetween } from '../../../server/src/core/syntax/change.js';
import { Kind, lex, relex, type Tokens } from '../../../server/src/core/syntax/lexer.js';

function words(text: string): readonly string[] {
  const tokens = lex(text);
  return Array.from({ length: tokens.count }, (_, i) => text.slice(tokens.starts[i], tokens.ends[i]));
}

function plain(tokens: Tokens): unknown {
  const { count, comments } = tokens;
  const part = (list: Uint8Array | Int32Array): number[] => Array.from(list.subarray(0, count));
  return { count, comments, kinds: part(tokens.kinds), starts: part(tokens.starts), ends: part(tokens.ends) };
}

test('splits at the right places', () => {
  assert.deepEqual(words('a->b+=0x1e+3;'), ['a', '->', 'b', '+=', '0x1e', '+', '3', ';']);
  assert.deepEqual(words('1e+5 .5f 10ULL ...'), ['1e+5', '.5f', '10ULL', '...']);
  assert.deepEqual(words('x/*c*/y//z\nw'), ['x', 'y', 'w']);
  assert.deepEqual(words('a<<=b>>c&&d||e'), ['a', '<<=', 'b', '>>', 'c', '&&', 'd', '||', 'e']);
});

test('literals keep their prefix and end with their line', () => {
  assert.deepEqual(words('u8"a" L\'b\' "c\\"d" "open\nx'), ['u8"a"', "L'b'", '"c\\"d"', '"open', 'x']);
});

test('a directive is one token, its splices included', () => {
  const text = ' # define A \\\r\n  b "//" /* c\n */ d // e\nx # y';
  assert.deepEqual(words(text), ['# define A \\\r\n  b "//" /* c\n */ d ', 'x', '#', 'y']);
  assert.equal(lex(text).kinds[0], Kind.directive);
});

test('blanks of any alphabet are blanks', () => {
  assert.deepEqual(words('\ufeffint\u00a0x\u2028;'), ['int', 'x', ';']);
});

const piece = fc.constantFrom(
  'a',
  '1',
  ' ',
  '\n',
  '\r',
  '"',
  "'",
  '/',
  '*',
  '\\',
  '#',
  '/*',
  '*/',
  '//',
  'u8',
  '.',
  '-',
  '>',
  '=',
  '#x\n',
  'é',
  '\0',
  'e+',
);
const source = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));

test('an edited text has the tokens of a fresh one', () => {
  fc.assert(
    fc.property(source, source, source, source, (head, before, after, tail) => {
      const old = head + before + tail;
      const text = head + after + tail;
      assert.deepEqual(plain(relex(text, lex(old), changeBetween(old, text))), plain(lex(text)));
    }),
    { numRuns: 5000, seed: 2 },
  );
});

test('a change is found where it is', () => {
  assert.deepEqual(changeBetween('abc', 'abc'), { start: 3, oldEnd: 3, newEnd: 3 });
  assert.deepEqual(changeBetween('aXc', 'aYYc'), { start: 1, oldEnd: 2, newEnd: 3 });
  assert.deepEqual(changeBetween('aa', 'aaa'), { start: 2, oldEnd: 2, newEnd: 3 });
  const long = 'x'.repeat(5000);
  assert.deepEqual(changeBetween(`${long}a${long}`, `${long}b${long}`), {
    start: 5000,
    oldEnd: 5001,
    newEnd: 5001,
  });
});
