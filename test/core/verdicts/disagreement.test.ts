/** The report of a disagreement: it says that it holds source, holds one function of it, and no address. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nothing } from '../../../server/src/core/log/explain.js';
import { disagreementReport, maskAddresses } from '../../../server/src/core/verdicts/disagreement.js';
import type { KernelVerdict } from '../../../server/src/core/verdicts/verdict.js';
import { analyse, engine } from '../support/engine.js';

const text = `#include <vmlinux.h>
static const char secret[] = "of the rest";

SEC("cgroup/sock_create")
int f(struct bpf_sock *ctx)
{
	return ctx->src_port; /* \`\`\` */
}
`;

const verdict: KernelVerdict = {
  ...nothing,
  ...{
    program: 'f',
    section: 'cgroup/sock_create',
    verdict: 'accepted',
    stats: {},
    runs: [],
    unverified: [],
  },
  ...{ release: '6.18.44', foreseen: [{ rule: 'ctx-field-read', isError: true }] },
  log: '4: (18) r1 = 0xffff8882653c1c00      ; R1=map_ptr(map=values,ks=4,vs=8)\n',
};

test('it holds what was said, and of the source the one function', () => {
  const { messages } = engine;
  const report = disagreementReport(verdict, { analysis: analyse(text), messages, version: '1.2.3' });
  assert.match(report, /> This report holds source code/);
  assert.match(report, /Linux 6\.18 accepts the program, of which `ctx-field-read` gives an error/);
  assert.match(report, /^- error ctx-field-read, line 7: /m);
  assert.match(report, /^- eBPF Verdict 1\.2\.3$/m);
  assert.match(report, /^````c\nSEC\("cgroup\/sock_create"\)\nint f\([^]*\n````$/m);
  assert.doesNotMatch(report, /of the rest|8882653c1c00/);
});

test('kernel addresses are masked, other numbers are not', () => {
  assert.equal(
    maskAddresses('r1 = 0xffff8882653c1c00 ; ffffffff81000000'),
    'r1 = 0xffff............ ; 0xffff............',
  );
  assert.equal(maskAddresses('r1 = 0xffffffff ; 0x1f'), 'r1 = 0xffffffff ; 0x1f');
});
