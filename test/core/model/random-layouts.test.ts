/** Layouts of random records, against clang's for the BPF target: nothing is wrong, and nothing is unknown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeResolver } from '../../../server/src/core/model/resolve.js';
import { collectSymbols } from '../../../server/src/core/model/symbols.js';
import type { Layout } from '../../../server/src/core/model/types.js';
import { facts } from '../support/engine.js';
import { parse, syntax } from '../syntax/load.js';
import { randomRecords } from './support/random-records.js';
import { dumpedRecords, type DumpedRecord } from './support/record-dump.js';

const seeds = 6;
const records = 60;

function layoutsOf(text: string, names: readonly string[]): ReadonlyMap<string, Layout> {
  const types = typeResolver(collectSymbols([parse(text)]), facts, (each) => syntax.parseStatements(each));
  const layouts = names.map((name): [string, Layout | null] => {
    const [keyword = '', tag = ''] = name.split(' ');
    const type = types.resolve({
      kind: 'tagged',
      keyword: keyword === 'union' ? keyword : 'struct',
      tag,
      body: null,
    });
    return [name, type.kind === 'struct' ? type.layout : null];
  });
  return new Map(layouts.filter((each): each is [string, Layout] => each[1] !== null));
}

/** As dumpedRecords() has them. */
function told(layout: Layout): DumpedRecord {
  return { members: membersOf(layout, '', 0), size: layout.size ?? -1, align: layout.align ?? -1 };
}

function membersOf(layout: Layout, path: string, from: number | null): readonly string[] {
  return layout.members().flatMap(({ name, offset, bits, type }) => {
    const at = from === null || offset === null ? null : from + offset * 8;
    const inside = name === '' ? path : `${path}${name}.`;
    const own = bits && from !== null ? `${from + bits.start}:${bits.width}` : String(at ?? '?');
    const inner = type.kind === 'struct' ? membersOf(type.layout, inside, at) : [];
    return name === '' ? inner : [`${path}${name}@${own}`, ...inner];
  });
}

for (const clang of ['clang', 'clang-16', 'clang-19']) {
  for (let seed = 1; seed <= seeds; seed++) {
    test(`${records} random records as ${clang} lays them out, seed ${seed}`, (t) => {
      const { text, names } = randomRecords(seed, records);
      const expected = dumpedRecords(clang, text, names);
      if (!expected) {
        t.skip(`needs ${clang}`);
        return;
      }
      const layouts = layoutsOf(text, names);
      for (const name of names) {
        const layout = layouts.get(name);
        const declared =
          text.split('\n').find((each) => each.includes(` ${name.split(' ')[1] ?? ''} `)) ?? '';
        assert.ok(layout, name);
        assert.deepEqual(told(layout), expected.get(name), declared);
      }
    });
  }
}
