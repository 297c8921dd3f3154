/** Hovers on maps: at the definition, at a use, and nowhere else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../../server/src/core/features/hover.js';
import { analyse, atCursor, facts } from '../support/engine.js';

const before = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#define ENTRIES 64
struct key { __u32 address; __u8 protocol; };
`;

function shown(marked: string): string | null {
  const { text, offset } = atCursor(before + marked);
  return hover(analyse(text), facts, offset)?.markdown ?? null;
}

const map = (name: string): string =>
  `struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, ENTRIES); __type(key, struct key); __type(value, struct iphdr); } ${name} SEC(".maps");\n`;

test('a map tells its type and sizes, at its definition and where it is used', () => {
  const expected =
    '**`flows`**: `BPF_MAP_TYPE_LRU_HASH`\n\n- key: 8 bytes\n- value: 20 bytes\n- max_entries: 64';
  assert.equal(shown(map('fl$0ows')), expected);
  const use = 'SEC("xdp") int f(struct xdp_md *ctx) { return bpf_map_lookup_elem(&flow$0s, &ctx) != 0; }';
  assert.equal(shown(map('flows') + use), expected);
});

test('what is not certain is not told', () => {
  const unknown = 'struct { __uint(type, OURS); __type(key, struct hidden); } odd$0 SEC(".maps");';
  assert.equal(shown(unknown), '**`odd`**: map\n\n- key: of unknown size');
  assert.equal(shown('int od$0d;'), null);
});
