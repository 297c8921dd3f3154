/** Directives: what is recorded of them, and which branches are read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, statements } from './load.js';

function names(text: string): readonly string[] {
  return parse(text).items.map(({ content }) => {
    const { node } = content;
    if (node.kind === 'variables') return node.variables.map(({ name }) => name).join();
    return node.kind === 'function' ? node.name : node.kind;
  });
}

test('#if 0 is not there, its #else is', () => {
  assert.deepEqual(names('#if 0\nint a;\n#else\nint b;\n#endif\nint c;'), ['b', 'c']);
  assert.deepEqual(names('#if 1\nint a;\n#elif X\nint b;\n#else\nint c;\n#endif'), ['a']);
  assert.deepEqual(names('#if 0\n#if X\nint a;\n#endif\nint b;\n#endif\nint c;'), ['c']);
});

test('both branches stand when each is whole', () => {
  assert.deepEqual(names('#ifdef X\nint a;\n#else\nint b;\n#endif'), ['a', 'b']);
  assert.deepEqual(names('#if X\nint a(void) { return 1; }\n#elif Y\nint b(void) { return 1; }\n#endif'), [
    'a',
    'b',
  ]);
  assert.equal(statements('#ifdef X\na();\n#else\nb();\n#endif\nreturn 0;').length, 3);
});

test('the first branch stands when they are halves', () => {
  assert.deepEqual(names('#ifdef X\nint a(int x)\n#else\nint b(int y)\n#endif\n{\n\treturn 1;\n}'), ['a']);
  assert.deepEqual(
    statements('#ifdef X\nif (a) {\n#else\nif (b) {\n#endif\nc();\n}\nreturn 0;').map(({ kind }) => kind),
    ['if', 'return'],
  );
  assert.deepEqual(
    statements('if (x)\n#ifdef A\na();\n#else\nb();\n#endif\nreturn 0;').map(({ kind }) => kind),
    ['if', 'return'],
  );
});

test('BPF is never C++', () => {
  assert.deepEqual(names('#ifdef __cplusplus\nextern "C" {\n#endif\nint a;\n#ifdef __cplusplus\n}\n#endif'), [
    'a',
  ]);
  assert.deepEqual(names('extern "C" {\nint a;\nint b;\n}\nint c;'), ['a', 'b', 'c']);
});

test('a definition is told with its parameters and its body', () => {
  const text =
    '#define A(x, y...) \\\n\tf(x, /* no */ y) // end\n# define B "a//b"\n#define C\n#if 0\n#define D\n#endif\nint x;';
  const { defines } = parse(text);
  assert.deepEqual(
    defines.map(({ name, params, variadic, body }) => [name, params, variadic, body.replace(/\s+/g, ' ')]),
    [
      ['A', ['x', 'y'], true, 'f(x, y)'],
      ['B', null, false, '"a//b"'],
      ['C', null, false, ''],
    ],
  );
  for (const { name, nameSpan } of defines) assert.equal(text.slice(nameSpan.start, nameSpan.end), name);
});

test('an include is told with its form', () => {
  const { includes } = parse('#include "a.h"\n#  include <bpf/b.h> // why\n#include MACRO\n');
  assert.deepEqual(
    includes.map(({ path, form }) => [path, form]),
    [
      ['a.h', 'quoted'],
      ['bpf/b.h', 'angled'],
    ],
  );
});

test('comments are told wherever they stand', () => {
  const { comments } = parse(
    '// a\n#define X 1 /* b */ // c\nint f(void /* d */) { return "/* no */"[0]; } /* open',
  );
  assert.deepEqual(
    comments.map(({ text }) => text),
    ['// a', '/* b */', '// c', '/* d */', '/* open'],
  );
});

test('of definitions in exclusive branches the last one counts', () => {
  const text =
    '#ifdef D\n#define log(x) printk(x)\n#else\n#define log(x)\n#endif\nint f(void) { log(a); return 0; }';
  const node = parse(text).items.at(-1)?.content.node;
  assert.ok(node?.kind === 'function' && node.body?.kind === 'block');
  assert.deepEqual(
    node.body.body.map(({ kind }) => kind),
    ['empty', 'return'],
  );
});
