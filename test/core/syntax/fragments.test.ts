/** Statements on their own, as macros expand to them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syntax } from './load.js';

function kinds(text: string): readonly string[] | null {
  return syntax.parseStatements(text)?.map(({ kind }) => kind) ?? null;
}

test('a lone expression is a statement, with or without its semicolon', () => {
  assert.deepEqual(kinds('ctx->len'), ['expression']);
  assert.deepEqual(kinds('ctx->len;'), ['expression']);
  assert.deepEqual(kinds('({ int a = 1; a; })'), ['expression']);
});

test('several statements come in order', () => {
  assert.deepEqual(kinds('int a = 1; if (a) b(); return a;'), ['declaration', 'if', 'return']);
  assert.deepEqual(kinds('do { a(); } while (0)'), ['loop']);
});

test('nothing is no statement and no damage', () => {
  assert.deepEqual(kinds(''), []);
});

test('what is no statement is null', () => {
  for (const text of ['a +', 'if (', '}', 'a; } int f(void) { b;', '@', 'return 1; }'])
    assert.equal(kinds(text), null, text);
});

test('spans are offsets in the text', () => {
  const text = '  __sync(typeof(x)) + ctx->mark';
  const [statement] = syntax.parseStatements('  ctx->mark = 1') ?? [];
  assert.ok(
    statement?.kind === 'expression' &&
      statement.expression.kind === 'assign' &&
      statement.expression.left.kind === 'member',
  );
  assert.deepEqual(statement.expression.left.fieldSpan, { start: 7, end: 11 });
  assert.notEqual(syntax.parseStatements(text), undefined);
});

test('the same text gives the same object', () => {
  assert.equal(syntax.parseStatements('a(b);'), syntax.parseStatements('a(b);'));
});

test('the memory of texts is bounded', () => {
  const first = syntax.parseStatements('first();');
  for (let i = 0; i < 1000; i++) syntax.parseStatements(`f${i}();`);
  assert.notEqual(syntax.parseStatements('first();'), first);
});
