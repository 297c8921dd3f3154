/** What the verifier says to a context handed to a global function: facts from the kernels, and every measured cell. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  argumentsOf,
  measuredKernels,
  sections,
  type MeasuredArguments,
} from '../../kernel/support/measured.js';
import { facts } from '../support/engine.js';

function refusal(section: string, struct: string, kernel: string): string | null {
  const program = facts.program(section);
  assert.ok(program, section);
  return facts.globalArguments.refusal(program, struct, kernel, 'reads');
}

const invalid = "Caller passes invalid args into func# ('reads')";
const unsupported = 'Arg#0 type PTR in reads() is not supported yet.';
const sizeless = "arg#0 reference type('UNKNOWN ') size cannot be determined: -22";

const expectations: readonly (readonly [
  section: string,
  struct: string,
  kernel: string,
  words: string | null,
])[] = [
  ['xdp', 'xdp_md', '5.10', null],
  ['xdp', 'xdp_md', '7.3', null],
  ['xdp', 'sk_msg_md', '5.10', unsupported],
  ['xdp', 'sk_msg_md', '6.1', 'Caller passes invalid args into func#'],
  ['xdp', 'sk_msg_md', '6.12', invalid],
  ['xdp', 'sk_msg_md', '6.18', invalid],
  ['xdp', 'sk_msg_md', '7.3', invalid],
  ['xdp', 'void', '5.10', unsupported],
  ['xdp', 'void', '6.1', sizeless],
  ['xdp', 'void', '6.18', invalid],
  ['tc', '__sk_buff', '6.18', null],
  ['tc', 'xdp_md', '6.18', invalid],
  ['kprobe', 'pt_regs', '5.10', null],
  ['kprobe', '__sk_buff', '6.12', invalid],
  // A program that may write its registers may hand them out as memory, up to their size.
  ['kprobe', 'xdp_md', '6.18', null],
  ['kprobe', '__sk_buff', '6.18', invalid],
  ['kprobe', 'xdp_md', '7.1', invalid],
  ['syscall', 'xdp_md', '6.1', null],
  ['syscall', 'void', '6.1', sizeless],
  ['tracepoint', 'pt_regs', '6.18', invalid],
  // bpf_ctx_convert_map of 5.10 (kernel/bpf/btf.c) has sk_lookup's entry overwritten with that of socket filters.
  ['sk_lookup', '__sk_buff', '5.10', null],
  ['sk_lookup', 'bpf_sk_lookup', '5.10', unsupported],
  ['sk_lookup', 'bpf_sk_lookup', '6.1', null],
];

for (const [section, struct, kernel, words] of expectations) {
  test(`${section} on ${kernel} hands its context to a function that takes ${struct}`, () => {
    assert.equal(refusal(section, struct, kernel), words);
  });
}

test('a struct that was not asked about is judged as one that no kernel knows', () => {
  assert.equal(refusal('xdp', 'my_context', '6.18'), invalid);
  assert.equal(refusal('syscall', 'my_context', '6.18'), null);
});

test('a kernel between two measured ones is told from the older, and nothing of what was not measured', () => {
  assert.equal(refusal('xdp', 'void', '6.6'), refusal('xdp', 'void', '6.1'));
  assert.equal(refusal('netfilter', 'xdp_md', '6.1'), null);
  assert.equal(refusal('lirc_mode2', 'xdp_md', '6.18'), null);
});

test('a section is told by what it is measured as, and a target by its program type', () => {
  assert.equal(refusal('uretprobe', 'pt_regs', '6.1'), null);
  assert.equal(refusal('fentry', 'pt_regs', '6.18'), invalid);
});

for (const kernel of measuredKernels()) {
  test(`every answer of ${kernel.file} is the table's`, () => {
    for (const [section, row] of sections()) {
      const answer = argumentsOf(kernel, section, row);
      if (answer === null) continue;
      for (const struct of kernel.argumentStructs ?? [])
        assert.equal(refusal(section, struct, kernel.release), wordsTo(answer, struct), section);
    }
  });
}

function wordsTo(
  { accepted, refusal: usual, otherRefusals = {} }: MeasuredArguments,
  struct: string,
): string | null {
  if (accepted.includes(struct)) return null;
  const own = Object.keys(otherRefusals).find((words) => otherRefusals[words]?.includes(struct));
  return (own ?? usual)?.replaceAll('<function>', 'reads') ?? null;
}
