/** The request behind "Explain Verifier Log". */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ExplainLogParams, LogFinding } from '../../protocol/verifier-log.js';
import { TestClient } from './support/client.js';

let client: TestClient;
before(async () => {
  client = await TestClient.start();
});
after(() => client.stop());

const source = `SEC("tc")
int f(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&values, &key);

	return *v;
}
`;

/** As 6.1 writes it: no file, no line. */
const log = `; __u64 *v = bpf_map_lookup_elem(&values, &key);
5: (85) call bpf_map_lookup_elem#1    ; R0_w=map_value_or_null(id=1,off=0,ks=4,vs=8,imm=0)
; return *v;
6: (79) r0 = *(u64 *)(r0 +0)
R0 invalid mem access 'map_value_or_null'
processed 7 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
libbpf: prog 'f': failed to load: -13
`;

const ask = (params: ExplainLogParams): Promise<readonly LogFinding[]> =>
  client.connection.sendRequest<readonly LogFinding[]>('ebpfVerdict/explainLog', params);

test('a finding stands in the source that was sent, and so does its trail', async () => {
  const uri = 'file:///project/a.bpf.c';
  const [found, ...others] = await ask({ text: log, sources: [{ uri, text: source }] });
  assert.deepEqual(others, []);
  assert.equal(found?.id, 'null-deref');
  assert.equal(found.uri, uri);
  assert.equal(found.line, 6);
  assert.match(found.message, /bpf_map_lookup_elem returned \(line 5\) may be NULL.*\nR0 invalid mem access/);
  assert.match(found.register ?? '', /R0: a map value that may be NULL/);
  assert.match(found.page ?? '', /docs\/messages\/null-deref\.md$/);
  assert.deepEqual(
    found.trail.map((step) => [step.uri, step.line]),
    [[uri, 4]],
  );
});

test('without a source there is no place, and the finding says what is missing', async () => {
  const [found] = await ask({ text: log, sources: [] });
  assert.equal(found?.uri, null);
  assert.equal(found.line, null);
  assert.match(found.notes.join(' '), /--source/);
});

test('a text that is no log explains nothing', async () => {
  assert.deepEqual(await ask({ text: 'make: nothing to be done', sources: [] }), []);
});
