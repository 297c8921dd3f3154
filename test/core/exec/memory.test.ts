/** Memory by bytes: what is read is what was written, in whatever widths and at whatever offsets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { constant, symbol } from '../../../server/src/core/exec/build-terms.js';
import { type Contents, read, readCells, write } from '../../../server/src/core/exec/memory.js';
import { evaluate } from '../../../server/src/core/exec/model.js';
import { createArena, print } from '../../../server/src/core/exec/terms.js';
import { number, unknown } from '../../../server/src/core/exec/values.js';
import type { Width } from '../../../server/src/core/ir/operator.js';

const step = fc.record({
  offset: fc.nat(20),
  size: fc.constantFrom(1, 2, 4, 8),
  value: fc.bigInt(0n, (1n << 64n) - 1n),
  kind: fc.constantFrom('read', 'write', 'write symbol'),
});

test('reads and writes of all widths agree with an array of bytes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 24 }), (steps) => {
      const arena = createArena();
      const bytes = new DataView(new ArrayBuffer(64));
      for (let i = 0; i < 64; i++) bytes.setUint8(i, i + 1);
      const model = new Map<number, bigint>();
      const inputs = (offset: number, size: number) => {
        const term = symbol(arena, (size * 8) as Width, 'input', `byte ${offset}`);
        model.set(term, load(initial, offset, size));
        return number(term);
      };
      const initial = new DataView(bytes.buffer.slice(0));
      let contents: Contents = [];
      steps.forEach(({ offset, size, value, kind }, i) => {
        const width = (size * 8) as Width;
        const cut = BigInt.asUintN(width, value);
        if (kind === 'read') {
          const reading = read(arena, contents, offset, size, inputs);
          contents = reading.contents;
          assert.ok(reading.value.kind === 'number');
          assert.equal(evaluate(arena, reading.value.term, model), load(bytes, offset, size));
          return;
        }
        const named = symbol(arena, width, 'input', `written ${i}`);
        if (kind === 'write symbol') model.set(named, cut);
        const term = kind === 'write symbol' ? named : constant(arena, width, cut);
        contents = write(arena, contents, offset, size, number(term));
        for (let k = 0; k < size; k++) bytes.setUint8(offset + k, Number((cut >> BigInt(8 * k)) & 0xffn));
        assertInOrder(contents);
      });
    }),
    { numRuns: 1_000 },
  );
});

function load(bytes: DataView, offset: number, size: number): bigint {
  let value = 0n;
  for (let k = size - 1; k >= 0; k--) value = (value << 8n) | BigInt(bytes.getUint8(offset + k));
  return value;
}

function assertInOrder(contents: Contents): void {
  contents.forEach(({ offset, size }, i) => {
    const next = contents[i + 1];
    assert.ok(!next || offset + size <= next.offset, JSON.stringify(contents));
    assert.ok([1, 2, 4, 8].includes(size));
  });
}

test('a piece of what was read whole is a piece of the same number', () => {
  const arena = createArena();
  const fresh = (offset: number, size: number) =>
    number(symbol(arena, (size * 8) as Width, 'input', `i${offset}`));
  const { contents } = read(arena, [], 0, 4, fresh);
  const { value } = read(arena, contents, 2, 1, fresh);
  assert.ok(value.kind === 'number');
  assert.equal(print(arena, value.term), 'trunc8(lshr32(i0, 16))');
});

test('a pointer that is cut is lost; one that is copied whole is not', () => {
  const arena = createArena();
  const pointer = { kind: 'function', name: 'callback' } as const;
  const contents = write(arena, [], 8, 8, pointer);
  const fresh = () => number(constant(arena, 32, 7n));
  assert.deepEqual(read(arena, contents, 8, 8, fresh).value, pointer);
  assert.deepEqual(read(arena, contents, 8, 4, fresh).value, unknown);
  const { cells } = readCells(arena, contents, 4, 16, fresh);
  assert.deepEqual(
    cells.map(({ offset, size, value }) => [offset, size, value.kind]),
    [
      [4, 4, 'number'],
      [8, 8, 'function'],
      [16, 4, 'number'],
    ],
  );
});
