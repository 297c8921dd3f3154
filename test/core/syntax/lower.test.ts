/** Expressions, statements and declarations come out in the shapes of ast.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expr } from '../../../server/src/core/syntax/ast.js';
import { functions, parse, statements } from './load.js';

function expression(text: string): Expr {
  const [statement] = statements(`return ${text};`);
  assert.ok(statement?.kind === 'return' && statement.value, text);
  return statement.value;
}

/** An expression in words that show how it is nested. */
function nested(e: Expr): string {
  switch (e.kind) {
    case 'ident':
      return e.name;
    case 'number':
      return String(e.value);
    case 'string':
      return JSON.stringify(e.value);
    case 'member':
      return `${nested(e.object)}${e.arrow ? '->' : '.'}${e.field}`;
    case 'index':
      return `${nested(e.object)}[${nested(e.index)}]`;
    case 'call':
      return `${nested(e.callee)}(${e.args.map(nested).join()})`;
    case 'cast':
      return `<${e.type.kind === 'name' ? e.type.name : e.type.kind}>${nested(e.operand)}`;
    case 'unary':
      return `${e.op}${nested(e.operand)}`;
    case 'binary':
      return `(${nested(e.left)} ${e.op} ${nested(e.right)})`;
    case 'unevaluated':
      return `${e.operator}{${e.operand ? nested(e.operand) : ''}|${e.type?.kind ?? ''}}`;
    default:
      return e.kind;
  }
}

const shapes: readonly (readonly [string, string])[] = [
  ['a + b * c', '(a + (b * c))'],
  ['a - 1', '(a - 1)'],
  ['-1', '-1'],
  ['!p->x', '!p->x'],
  ['*p->x', '*p->x'],
  ['&a[1].b', '&a[1].b'],
  ['(*p).x', '*p.x'],
  ['f(a, g(b))', 'f(a,g(b))'],
  ['((a))', 'a'],
  ['(__u32)x', '<__u32>x'],
  ['(u8)(x)', '<u8>x'],
  ['(foo)(x)', '<foo>x'],
  ['(flags) & MASK', '(flags & MASK)'],
  ['(len) * 8', '(len * 8)'],
  ['(len) - 8', '(len - 8)'],
  ['(u64) -x', '<u64>-x'],
  ['(u64)-x + y', '(<u64>-x + y)'],
  ['(void *)(long)ctx->data', '<pointer><long>ctx->data'],
  ['(__u32) *p', '<__u32>*p'],
  ['(__u32)(p)->x', '<__u32>p->x'],
  ['(__u32)(a).b[1]', '<__u32>a.b[1]'],
  ['(__u32)(a)[1]', '<__u32>a[1]'],
  ['(__u32)(p)->f(x)', '<__u32>p->f(x)'],
  ['(__u64)(__u32)(x)', '<__u64><__u32>x'],
  ['(__u64)(__u32)(p)->x', '<__u64><__u32>p->x'],
  ['(__u64)-a * b', '(<__u64>-a * b)'],
  ['a * (__u16)-1', '(a * <__u16>-1)'],
  ['a * (__u16)-b * c', '((a * <__u16>-b) * c)'],
  ['(__u64)&a + 1 == b', '((<__u64>&a + 1) == b)'],
  ['~(__u32)-1 & m', '(~<__u32>-1 & m)'],
  ['(int)(__u8)-x + y', '(<int><__u8>-x + y)'],
  ['a - (__u8)-(__s8)-b', '(a - <__u8>-<__s8>-b)'],
  ['sizeof(x)', 'sizeof{x|}'],
  ['sizeof(__u32)', 'sizeof{|name}'],
  ['sizeof(struct foo)', 'sizeof{|tagged}'],
  ['sizeof(*p)', 'sizeof{*p|}'],
  ['sizeof x', 'sizeof{x|}'],
  ['sizeof(int) - 8', '(sizeof{|name} - 8)'],
  ['a * sizeof(int) - 8 * b', '((a * sizeof{|name}) - (8 * b))'],
  ['(int)sizeof(struct foo)*n', '(<int>sizeof{|tagged} * n)'],
  ['"a" "b"', '"ab"'],
  ['true', '1'],
  ['NULL', 'NULL'],
];
for (const [text, expected] of shapes) {
  test(`lowers ${text}`, () => assert.equal(nested(expression(text)), expected));
}

const numbers: readonly (readonly [string, bigint | null])[] = [
  ['10', 10n],
  ['0x1FULL', 31n],
  ['0b101', 5n],
  ['017', 15n],
  ['0', 0n],
  ['0xffffffffffffffff', (1n << 64n) - 1n],
  ['0x1ffffffffffffffff', null],
  ['1.5', null],
  ["'a'", 97n],
  ["'\\n'", 10n],
  ["'\\x41'", 65n],
  ["'\\0'", 0n],
];
for (const [text, value] of numbers) {
  test(`${text} is ${String(value)}`, () => {
    const lowered = expression(text);
    assert.equal(lowered.kind === 'number' ? lowered.value : undefined, value);
  });
}

test('types come in canonical order', () => {
  const written = [
    'unsigned',
    'long unsigned int',
    'short int',
    'signed char',
    'unsigned char',
    'long long',
    'char',
    '_Bool',
  ];
  const names = written.map((type) => {
    const node = parse(`${type} x;`).items[0]?.content.node;
    const first = node?.kind === 'variables' ? node.variables[0]?.type : undefined;
    return first?.kind === 'name' ? first.name : null;
  });
  assert.deepEqual(names, [
    'unsigned int',
    'unsigned long',
    'short',
    'signed char',
    'unsigned char',
    'long long',
    'char',
    'bool',
  ]);
});

test('a declarator reads inside out', () => {
  const node = parse('int *a[3], (*b)(int), **c;').items[0]?.content.node;
  assert.ok(node?.kind === 'variables');
  const kinds = node.variables.map(({ type }) => {
    const inner = type.kind === 'array' ? type.of : type.kind === 'pointer' ? type.to : type;
    return `${type.kind} of ${inner.kind}`;
  });
  assert.deepEqual(kinds, ['array of pointer', 'pointer of function', 'pointer of pointer']);
});

test('qualifiers belong to the thing declared', () => {
  const node = parse('const volatile int a = 1; ').items[0]?.content.node;
  const pointer = parse('static const char *b; ').items[0]?.content.node;
  assert.ok(node?.kind === 'variables' && pointer?.kind === 'variables');
  assert.deepEqual([node.variables[0]?.isConst, node.variables[0]?.isVolatile], [true, true]);
  assert.deepEqual([pointer.variables[0]?.isConst, pointer.variables[0]?.isStatic], [false, true]);
});

test('statements keep their order and their parts', () => {
  const all = statements(
    'int i; for (i = 0; i < 3; i++) ; for (int j = 0;;) break; while (i) { continue; } do { i--; } while (i);\n' +
      'if (i) return 1; else if (!i) goto out; else { ; }\nout: return 0;',
  );
  assert.deepEqual(
    all.map(({ kind }) => kind),
    ['declaration', 'loop', 'loop', 'loop', 'loop', 'if', 'label'],
  );
});

test('initializers tell their fields', () => {
  const [statement] = statements('struct s a = { .x = 1, .y.z = 2, 3, [4] = 5, };');
  assert.ok(statement?.kind === 'declaration');
  const init = statement.variables[0]?.init;
  assert.ok(init?.kind === 'initializer');
  assert.deepEqual(
    init.values.map(({ field }) => field),
    ['x', '.y.z', null, '[4]'],
  );
});

test('a statement expression holds its statements', () => {
  const value = expression('({ int a = 1; a; })');
  assert.ok(value.kind === 'statements');
  assert.deepEqual(
    value.body.map(({ kind }) => kind),
    ['declaration', 'expression'],
  );
});

test('damage is no wider than its statement', () => {
  const text =
    'int f(void)\n{\n\ta();\n\tint x = @ 3;\n\tif (b) {\n\t\tc(];\n\t\td();\n\t}\n\treturn 1;\n}\n';
  const item = parse(text).items[0];
  assert.ok(item?.content.node.kind === 'function' && item.content.node.body?.kind === 'block');
  assert.ok(item.content.damage.length > 0);
  const kinds = item.content.node.body.body.map(({ kind }) => kind);
  assert.equal(kinds[0], 'expression');
  assert.equal(kinds.at(-1), 'return');
});

test('a missing semicolon at the end of a block damages no expression', () => {
  const all = statements('a = ctx->len');
  assert.equal(all[0]?.kind, 'expression');
});

test('prototypes are functions without a body', () => {
  assert.equal(
    functions('extern int bpf_kfunc(struct sk_buff *skb, ...) __ksym;').get('bpf_kfunc')?.body,
    null,
  );
  assert.equal(
    functions('extern int bpf_kfunc(struct sk_buff *skb, ...) __ksym;').get('bpf_kfunc')?.variadic,
    true,
  );
});

test('other items are told by kind', () => {
  const text =
    'struct a { int x; };\nenum { A = 1, B };\ntypedef struct a a_t;\nextern int n __kconfig;\nDEFINE_THING(x, y);\n;';
  assert.deepEqual(
    parse(text).items.map(({ content }) => content.node.kind),
    ['types', 'types', 'typedef', 'variables', 'opaque'],
  );
});

test('an attribute behind a typedef is not its name', () => {
  const names = [
    'typedef struct { int a; } v_t __tag1 __tag2;',
    'typedef u32 __foo;',
    'typedef struct foo __foo;',
  ].map((text) => {
    const node = parse(text).items[0]?.content.node;
    return node?.kind === 'typedef' ? node.typedefs.map(({ name }) => name).join() : null;
  });
  assert.deepEqual(names, ['v_t', '__foo', '__foo']);
});
