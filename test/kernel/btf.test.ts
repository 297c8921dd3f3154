/** What the rules say of targets and kernel structs, against the running kernel and its BTF. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { kernelTypes, type KernelTypes } from '../../server/src/core/btf/kernel-types.js';
import { readBtf } from '../../server/src/core/btf/read.js';
import type { BtfMember } from '../../server/src/core/btf/types.js';
import { buildLoader, compile, hasCompiler, load } from './support/compiler.js';
import { cannotLoad } from './support/prober.js';
import { checkFolder } from './support/tool.js';

const path = '/sys/kernel/btf/vmlinux';
let folder: string;
let loader: string | null = null;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-btf-'));
  loader = hasCompiler(folder) ? buildLoader(folder) : null;
});
after(() => rmSync(folder, { recursive: true, force: true }));

function runningTypes(): KernelTypes | null {
  const btf = existsSync(path) ? readBtf(readFileSync(path)) : null;
  return btf === null || typeof btf === 'string' ? null : kernelTypes('it', btf, []);
}

test('what kernel structs begin with', (t) => {
  const types = runningTypes();
  if (!types) return t.skip('this kernel shows no BTF');
  const { embeds } = JSON.parse(readFileSync('rules/reads.json', 'utf8')) as {
    embeds: Readonly<Record<string, readonly [string, string]>>;
  };
  for (const [struct, [name, start]] of Object.entries(embeds)) {
    const first: BtfMember | undefined = types.record('struct', struct)?.members[0];
    if (!first) continue;
    const type = types.plain(first.type);
    assert.deepEqual([first.name, first.offset, 'name' in type && type.name], [name, 0, start], struct);
  }
});

/** Sections, each with whether the kernel has their target. */
const targets: readonly (readonly [section: string, isThere: boolean])[] = [
  ['iter/task', true],
  ['iter/no_such_iterator', false],
  ['tp_btf/sched_switch', true],
  ['tp_btf/sched_swich', false],
  ['fentry/no_such_function', false],
  ['lsm/no_such_hook', false],
];

for (const [section, isThere] of targets) {
  test(`${section}: ${isThere ? 'loads' : 'is refused'}, and the tool says so`, async (t) => {
    if (!existsSync(path)) return t.skip('this kernel shows no BTF');
    if (loader === null) return t.skip('clang, libbpf, or a header of BPF programs, is not installed here');
    const name = section.replace('/', '_');
    const source = join(folder, `${name}.bpf.c`);
    writeFileSync(
      source,
      `#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\nchar LICENSE[] SEC("license") = "GPL";\nSEC("${section}") int prog(void *ctx) { return 0; }\n`,
    );
    const [answer] = await load(loader, await compile(source, 'v3'));
    if (answer?.refusal?.includes('not permitted')) return t.skip(cannotLoad);
    const checked = (await checkFolder(folder)).get(`${name}.bpf.c`);
    const said = [...(checked?.errors ?? []), ...(checked?.warnings ?? [])].filter(
      ({ rule }) => rule === 'attach-target',
    );
    assert.equal(answer?.refusal === null, isThere, String(answer?.refusal));
    assert.equal(said.length, isThere ? 0 : 1);
    for (const { verifier } of said)
      assert.ok(answer?.refusal?.includes(verifier ?? ''), answer?.refusal ?? '');
  });
}
