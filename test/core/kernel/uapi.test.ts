/** The view over the kernel's types: what is certain over all measured kernels, and what is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uapiTypes, type UapiRecord, type RawTypes } from '../../../server/src/core/kernel/uapi.js';
import { facts } from '../support/engine.js';

const { uapi } = facts;

/** Members by name with their places, those of anonymous records among them. */
function places(record: UapiRecord | null): Record<string, number | null> {
  const found = (record?.members ?? []).flatMap((member): (readonly [string, number | null])[] =>
    member.name === '' && typeof member.type !== 'string'
      ? Object.entries(places(member.type))
      : [[member.name, member.place]],
  );
  return Object.fromEntries(found);
}

test('what all kernels say alike is certain', () => {
  const record = uapi.record('struct iphdr');
  assert.equal(record?.size, 20);
  const { daddr, frag_off: fragment, version } = places(record);
  assert.deepEqual({ daddr, fragment, version }, { daddr: 4, fragment: 6, version: 4 });
});

test('a struct that grew has no size, and its old members have their places', () => {
  const record = uapi.record('struct bpf_tunnel_key');
  assert.equal(record?.size, null);
  assert.equal(places(record)['tunnel_id'], 0);
  assert.equal(places(record)['local_ipv4'], 0);
});

test('members that moved into a union stay where they are', () => {
  assert.equal(uapi.record('struct bpf_fib_lookup')?.size, 64);
  const { family, tot_len: total, tbid } = places(uapi.record('struct bpf_fib_lookup'));
  assert.deepEqual({ family, total, tbid }, { family: 0, total: 0, tbid: 0 });
});

test('the alignment depends on where the type comes from', () => {
  assert.equal(uapi.align('struct ethhdr', 'headers'), 1);
  assert.equal(uapi.align('struct ethhdr', 'dump'), null);
  assert.equal(uapi.align('struct ethhdr', null), null);
  assert.equal(uapi.align('struct iphdr', 'dump'), 4);
});

test('constants of macros and of enums', () => {
  assert.equal(uapi.constant('ETH_P_IPV6'), 0x86ddn);
  assert.equal(uapi.constant('BPF_F_CURRENT_CPU'), 0xffffffffn);
  assert.equal(uapi.constant('TC_ACT_UNSPEC'), -1n);
  assert.equal(uapi.constant('TCP_MAX_STATES'), null);
  assert.equal(uapi.constant('toString'), null);
});

test('a member that the kernels have at different places, or in different types, has none', () => {
  const raw: RawTypes = {
    types: {
      'struct s': [
        4,
        [
          '5.10',
          4,
          [
            'struct',
            8,
            [
              ['a', 0, '__u32'],
              ['b', 4, '__u16'],
              ['c', 6, '__u16'],
            ],
          ],
        ],
        [
          '6.1',
          4,
          [
            'struct',
            8,
            [
              ['a', 0, '__s32'],
              [
                '',
                4,
                [
                  'struct',
                  4,
                  [
                    ['c', 0, '__u16'],
                    ['b', 2, '__u16'],
                  ],
                ],
              ],
            ],
          ],
        ],
      ],
    },
    typedefs: {},
    constants: {
      N: [
        ['5.10', 1],
        ['6.1', 2],
      ],
    },
  };
  const odd = uapiTypes(raw);
  assert.deepEqual(places(odd.record('struct s')), { a: null, b: null, c: null });
  assert.equal(odd.record('struct s')?.size, 8);
  assert.equal(odd.constant('N'), null);
});
