/** Where members lie: sizes and offsets that clang gives for the same declarations. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeResolver } from '../../../server/src/core/model/resolve.js';
import { collectSymbols } from '../../../server/src/core/model/symbols.js';
import { facts } from '../support/engine.js';
import { parse, syntax } from '../syntax/load.js';

/** Each member with its offset, a bit-field with its first bit and its width; then the size and the alignment. */
function layout(body: string, before = ''): string {
  const symbols = collectSymbols([parse(`${before}\n${body.replace('{', 's {')};`)]);
  const types = typeResolver(symbols, facts, (text) => syntax.parseStatements(text));
  const keyword = body.startsWith('union') ? 'union' : 'struct';
  const type = types.resolve({ kind: 'tagged', keyword, tag: 's', body: null });
  if (type.kind !== 'struct') return 'no struct';
  const members = type.layout.members().map(({ name, offset, bits }) => {
    const at = bits ? `${bits.start}:${bits.width}` : String(offset ?? '?');
    return `${name || '-'}@${at}`;
  });
  return `${members.join(' ')} size ${type.layout.size ?? '?'} align ${type.layout.align ?? '?'}`;
}

const packed = '__attribute__((packed))';
const layouts: readonly (readonly [body: string, expected: string, before?: string])[] = [
  ['struct { char a; int b; char c; }', 'a@0 b@4 c@8 size 12 align 4'],
  ['struct { char a; long b; short c; }', 'a@0 b@8 c@16 size 24 align 8'],
  ['union { char a[5]; int b; }', 'a@0 b@0 size 8 align 4'],
  ['struct { char a; struct { char x; short y; } b; char c; }', 'a@0 b@2 c@6 size 8 align 2'],
  ['struct { int a; union { char x; long y; }; char c; }', 'a@0 -@8 c@16 size 24 align 8'],
  [`struct { char a; long b; short c; } ${packed}`, 'a@0 b@1 c@9 size 11 align 1'],
  [`struct { char a; int b ${packed}; char c; }`, 'a@0 b@1 c@5 size 6 align 1'],
  ['struct { char a; int b __attribute__((aligned(16))); }', 'a@0 b@16 size 32 align 16'],
  ['struct { char a; } __attribute__((aligned(8)))', 'a@0 size 8 align 8'],
  ['struct { char a; } __attribute__((aligned(SIZE * 2)))', 'a@0 size 8 align 8', '#define SIZE 4'],
  ['struct { char a; } __attribute__((aligned))', 'a@0 size ? align ?'],
  ['struct { __u8 a : 4, b : 4; __u8 c; }', 'a@0:4 b@4:4 c@1 size 2 align 1'],
  ['struct { __u32 a : 20; __u32 b : 20; }', 'a@0:20 b@32:20 size 8 align 4'],
  ['struct { __u16 a : 10; __u8 b : 7; __u32 c : 9; }', 'a@0:10 b@16:7 c@23:9 size 4 align 4'],
  ['struct { __u8 a; __u32 b : 8; }', 'a@0 b@8:8 size 4 align 4'],
  ['struct { __u8 a; __u32 b : 25; }', 'a@0 b@32:25 size 8 align 4'],
  ['struct { __u32 a : 3; __u32 : 0; __u32 b : 3; }', 'a@0:3 b@32:3 size 8 align 4'],
  ['struct { __u8 a : 3; __u32 : 9; __u8 b; }', 'a@0:3 b@2 size 3 align 1'],
  ['union { __u32 a : 3; __u8 b; }', 'a@0:3 b@0 size 4 align 4'],
  [`struct { __u8 a : 3; __u32 b : 30; __u16 c; } ${packed}`, 'a@0:3 b@3:30 c@5 size 7 align 1'],
  ['struct { int a; struct hidden b; int c; }', 'a@0 b@? c@? size ? align ?'],
  ['struct { struct hidden b; int c; }', 'b@0 c@? size ? align ?'],
  [
    'struct { enum e a; enum wide b; }',
    'a@0 b@8 size 16 align 8',
    'enum e { A = -1 };\nenum wide { B = 1ull << 40 };',
  ],
  ['struct { int a : WIDTH; int b; }', 'a@? b@? size ? align 4'],
  ['struct { char a; int b[N]; char c[]; }', 'a@0 b@4 c@16 size 16 align 4', '#define N 3'],
];
for (const [body, expected, before] of layouts) {
  test(`${body}: ${expected}`, () => assert.equal(layout(body, before), expected));
}
