/** A unit: what is kept from one text to the next, and what lies in its objects. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IrFunction } from '../../../server/src/core/ir/ir.js';
import { irBuilder } from '../../../server/src/core/ir/unit.js';
import { collectSymbols } from '../../../server/src/core/model/symbols.js';
import { facts } from '../support/engine.js';
import { syntax } from '../syntax/load.js';
import { unitOf } from './support.js';

/** `f` in each of some texts that are typed one after the other. */
function typed(texts: readonly string[]): readonly (IrFunction | null)[] {
  const session = syntax.open();
  const build = irBuilder(facts, (text) => syntax.parseStatements(text));
  return texts.map((text) => {
    const file = session.parse(text);
    return build(file, collectSymbols([file])).function('f');
  });
}

const text =
  'struct s { int a, b; };\nint g(void)\n{\n\treturn 1;\n}\nint f(struct s *p)\n{\n\treturn p->b;\n}\n';

test('a function is lowered once for as long as what it uses stays the same', () => {
  const [first, moved, otherwise] = typed([text, `// above\n${text}`, text.replace('return 1', 'return 2')]);
  assert.ok(first);
  assert.equal(moved, first);
  assert.equal(otherwise, first);
});

test('a function is lowered again when a type or a name that it uses changes', () => {
  const [first, wider, body] = typed([
    text,
    text.replace('int a,', 'long a; int'),
    text.replace('p->b', 'p->a'),
  ]);
  assert.notEqual(wider, first);
  assert.notEqual(body, first);
});

test('functions are those with a body, in the order of the text', () =>
  assert.deepEqual(unitOf(`${text}int h(void);`).functions, ['g', 'f']));

test('objects hold what their initializers say', () => {
  const unit = unitOf(`
struct bits { __u8 a : 3, b : 5; __u16 c; };
static struct bits t[2] = { { 1, 2, 0x304 }, [1].b = 31 };
const char name[6] = "ab";
const volatile int limit = -2;
int zero, *at = &zero, *second = &((int *)&zero)[1];
extern int outside;
struct { int (*type)[1]; } m SEC(".maps");
__u64 sum = sizeof(struct bits) * 3 + (__u8)257;
int unknown = SOMETHING;`);
  const bytes = (name: string): readonly number[] | null => {
    const object = unit.global(name);
    return object?.bytes ? [...object.bytes] : null;
  };
  assert.deepEqual(bytes('t'), [0x11, 0, 4, 3, 0xf8, 0, 0, 0]);
  assert.deepEqual(bytes('name'), [97, 98, 0, 0, 0, 0]);
  assert.deepEqual(bytes('limit'), [0xfe, 255, 255, 255]);
  assert.deepEqual(bytes('sum'), [13, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(unit.global('at')?.addresses, [{ offset: 0, name: 'zero', addend: 0 }]);
  assert.deepEqual(unit.global('second')?.addresses, [{ offset: 0, name: 'zero', addend: 4 }]);
  assert.equal(bytes('unknown'), null);
  const kinds = ['t', 'name', 'limit', 'zero', 'outside', 'm'].map((name) => unit.global(name)?.kind);
  assert.deepEqual(kinds, ['data', 'rodata', 'rodata', 'bss', 'extern', 'map']);
  assert.deepEqual(
    ['name', 'limit'].map((name) => unit.global(name)?.isSetAtLoad),
    [false, true],
  );
  assert.equal(unit.global('nothing'), null);
});
