/** What becomes of the loader's answers: a verdict of the verifier, of libbpf, or none where rights are missing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  explainAnswer,
  isJudged,
  type LoadContext,
  type LoaderAnswer,
} from '../../../server/src/core/log/loaded.js';
import { messageTable, type RawMessages } from '../../../server/src/core/log/messages.js';

const messages = messageTable(JSON.parse(readFileSync('rules/messages.json', 'utf8')) as RawMessages);
const context: LoadContext = {
  ...{ messages, sources: [], tables: null },
  ...{ isConfidential: false, hasModules: true, isPermitted: false },
};

const processed =
  'processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n';

function answer(error: number, log: string, libbpf: string): LoaderAnswer {
  return { program: 'f', section: '?cgroup/post_bind6', error, log, libbpf };
}

function told(given: LoaderAnswer, other: Partial<LoadContext> = {}): string {
  const { verdict, id, program } = explainAnswer(given, { ...context, ...other });
  return [program, verdict, ...(id === null ? [] : [id])].join(' ');
}

test('the kernel accepts or refuses', () => {
  assert.equal(told(answer(0, processed, '')), 'f accepted');
  const log = `0: (61) r0 = *(u32 *)(r1 +44)\ninvalid bpf_context access off=44 size=4\n${processed}`;
  assert.equal(told(answer(-13, log, "libbpf: prog 'f': failed to load: -13\n")), 'f refused ctx-access');
  assert.equal(told(answer(-22, 'some words that nobody knows\n', '')), 'f refused');
});

test('what to do names the section of the program', () => {
  const log = `0: (61) r0 = *(u32 *)(r1 +44)\ninvalid bpf_context access off=44 size=4\n${processed}`;
  const { fix } = explainAnswer(answer(-13, log, ''), context);
  assert.match(fix ?? '', /`ebpf-verdict fields cgroup\/post_bind6`/);
});

test('what an accepted program has in its log is no refusal', () => {
  const { message, why, stats } = explainAnswer(
    answer(0, processed, 'libbpf: map: failed to initialize\n'),
    context,
  );
  assert.deepEqual([message, why, stats.instructions], [null, null, 2]);
});

test('libbpf refuses before the kernel is asked', () => {
  const words = "libbpf: prog 'f': missing BPF prog type, check ELF section name 'xpd'\n";
  assert.equal(told(answer(-22, '', words)), 'f not loaded section-name');
  assert.equal(told(answer(-22, '', '')), 'f not loaded');
});

for (const [what, given, other] of [
  [
    'a missing capability',
    answer(
      -1,
      '',
      "libbpf: Error in bpf_object__probe_loading():Operation not permitted(1). Couldn't load trivial BPF program.\n",
    ),
    {},
  ],
  [
    'a map that may not be made',
    answer(-1, '', "libbpf: map 'values': failed to create: Operation not permitted(-1)\n"),
    {},
  ],
  ['a missing target program', answer(-22, '', "libbpf: prog 'f': attach program FD is not set\n"), {}],
  ['modules that may not be listed', answer(-1, '', 'libbpf: failed to iterate BTF objects: -1\n'), {}],
  [
    'modules that a virtual machine lacks',
    answer(-3, '', "libbpf: prog 'f': failed to find kernel BTF type ID of 'nf_hook': -3\n"),
    { hasModules: false },
  ],
  [
    'a lockdown that hides a helper',
    answer(
      -22,
      `0: (85) call bpf_probe_read_kernel#113\nprogram of this type cannot use helper bpf_probe_read_kernel#113\n${processed}`,
      '',
    ),
    { isConfidential: true },
  ],
] as const) {
  test(`${what} is no refusal`, () => assert.equal(told(given, other), 'f not tried'));
}

test('where the kernel judged another program, only this one is not permitted', () => {
  const [judged, refused] = [answer(0, '', ''), answer(-22, processed, '')].map(isJudged);
  assert.deepEqual([judged, refused, isJudged(answer(-1, '', 'words'))], [true, true, false]);
  for (const [isPermitted, words] of [
    [true, /^The kernel does not permit the loading of this program/],
    [false, /^The kernel permits no loading here/],
  ] as const) {
    const { verdict, why } = explainAnswer(answer(-1, '', ''), { ...context, isPermitted });
    assert.equal(verdict, 'not tried');
    assert.match(why ?? '', words);
  }
});

test('with modules and without a lockdown the same words are a refusal', () => {
  const target = "libbpf: prog 'f': failed to find kernel BTF type ID of 'nf_hook': -3\n";
  assert.equal(told(answer(-3, '', target)), 'f not loaded kernel-target');
  const log = `0: (85) call bpf_probe_read_kernel#113\nprogram of this type cannot use helper bpf_probe_read_kernel#113\n`;
  assert.equal(told(answer(-22, log, '')), 'f refused helper-type');
});

test('the line that names what is missing is quoted', () => {
  const words =
    "libbpf: failed to iterate BTF objects: -1\nlibbpf: extern (func ksym) 'no_such': not found in kernel or module BTFs\n";
  const { message, verdict } = explainAnswer(answer(-22, '', words), context);
  assert.deepEqual(
    [verdict, message],
    ['not tried', "extern (func ksym) 'no_such': not found in kernel or module BTFs"],
  );
});
