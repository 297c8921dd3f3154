/** Whole random programs: one of each kind from its number, the same one for the same seed. */
import { createRandom, seedOf, type Random } from '../differential/random.js';
import type { Kind } from './kinds.js';
import { statements, type Body } from './statements.js';
import { shared } from './types.js';

export interface Program {
  readonly name: string;
  readonly kind: Kind;
  readonly text: string;
}

/** What stands in front of the programs for the compiler. The analysis knows these headers' names by itself. */
const headers = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
char _license[] SEC("license") = "GPL";
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 2); __type(key, __u32); __type(value, __u64[4]); } state SEC(".maps");
`;

/** A source that holds these programs. */
export function sourceOf(programs: readonly Program[]): string {
  return `${headers}${shared}\n${programs.map(({ text }) => text).join('\n')}`;
}

/** A program of a run by its number. */
export function generate(run: number, number: number, kinds: readonly Kind[]): Program {
  const random = createRandom(seedOf(run, number));
  const kind = kinds[number % kinds.length];
  if (!kind) throw new Error('there is no kind of program to generate');
  const name = `p${number}_${kind.name}`;
  return { name, kind, text: textOf(name, kind, random) };
}

function textOf(name: string, kind: Kind, random: Random): string {
  const body: Body = { random, locals: ['l.w[0]', 'l.sh'], names: 0, isWritable: kind.isWritable };
  const work = statements(body, 4 + random.below(8), 2);
  const sums = body.locals.map((local) => `acc = acc * 31 + (__u64)(${local});`).join('\n\t');
  return `SEC("${kind.section}")
int ${name}(${kind.parameter})
{
	${kind.start}
	struct io l = *p;
	union parts u = { .d = p->d[1] };
	struct pair pair = { 1, -2, .u = 3 };
	__u8 a8[8] = { 1, 2, p->b[0] };
	__u32 a32[4] = { [1] = p->w[1], 5 };
	__u64 acc = 0, atom = p->w[2];
	zeroed[1] = counter = 7;
${work}
	${sums}
	for (int i = 0; i < 8; i++)
		acc = acc * 33 ^ a8[i];
	for (int i = 0; i < 4; i++)
		acc = acc * 33 ^ a32[i];
	acc += u.d * 5 + pair.x + pair.y + pair.v + atom + counter + zeroed[1];
	acc ^= l.d[0] + l.sd * 3 + l.w[1] + l.sw[1] + l.h[2] + l.sb + l.f.a + l.f.b + l.f.c + l.f.e + l.f.f + l.f.h;
	__u32 key = 1;
	__u64 *slot = bpf_map_lookup_elem(&state, &key);
	if (slot) {
		slot[0] = acc;
		slot[1] += u.d;
	}
	return ${kind.result('acc ^ acc >> 32')};
}
`;
}
