/** `explain-log` from the outside: formats, exit codes, and what it says of input that is no log. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folder, run } from './support/command.js';

const source = `SEC("tc")
int f(struct __sk_buff *skb)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&values, &key);

	return *v;
}
`;

const log = `libbpf: prog 'f': BPF program load failed: Permission denied
libbpf: prog 'f': -- BEGIN PROG LOAD LOG --
0: R1=ctx() R10=fp0
; __u64 *v = bpf_map_lookup_elem(&values, &key); @ a.bpf.c:5
5: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,map=values,ks=4,vs=8)
; return *v; @ a.bpf.c:7
6: (79) r0 = *(u64 *)(r0 +0)
R0 invalid mem access 'map_value_or_null'
processed 7 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
-- END PROG LOAD LOG --
libbpf: prog 'f': failed to load: -13
`;

interface Answer {
  readonly version: number;
  readonly programs: readonly {
    readonly program: string;
    readonly verdict: string;
    readonly id: string;
    readonly at: { readonly file: string; readonly line: number; readonly pc: number };
    readonly trail: readonly { readonly line: number; readonly kind: string }[];
    readonly stats: { readonly instructions: number };
  }[];
}

test('JSON counts lines from 1', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source });
  const { stdout, status } = run(['explain-log', '--source', 'a.bpf.c', '--format', 'json', '-'], {
    cwd,
    input: log,
  });
  const { version, programs } = JSON.parse(stdout) as Answer;
  assert.equal(status, 1);
  assert.equal(version, 1);
  const [found] = programs;
  assert.equal(found?.program, 'f');
  assert.equal(found.verdict, 'refused');
  assert.equal(found.id, 'null-deref');
  assert.deepEqual(
    { file: found.at.file, line: found.at.line, pc: found.at.pc },
    { file: 'a.bpf.c', line: 7, pc: 6 },
  );
  assert.deepEqual(
    found.trail.map(({ line, kind }) => `${line} ${kind}`),
    ['5 returned'],
  );
  assert.equal(found.stats.instructions, 7);
});

test('the report for people names the place, quotes the verifier and says what to do', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source, 'load.log': log });
  const { stdout, status } = run(['explain-log', '--source', 'a.bpf.c', 'load.log'], { cwd });
  assert.equal(status, 1);
  for (const words of [
    'f  refused  null-deref',
    'a.bpf.c:7',
    'return *v;',
    "R0 invalid mem access 'map_value_or_null'",
    'line 5: returned by bpf_map_lookup_elem',
    'what to do',
  ])
    assert.ok(stdout.includes(words), words);
});

test('concise is a line that a problem matcher can read', () => {
  const { stdout } = run(['explain-log', '--format', 'concise'], { input: log });
  assert.match(stdout, /^a\.bpf\.c:7: error: .*may be NULL.* \[null-deref\]\n$/);
});

test('the report for people says nothing twice', () => {
  const { stdout } = run(['explain-log'], { input: log });
  assert.equal(stdout.match(/a map value that may be NULL of values, 8 bytes in all/g)?.length, 1, stdout);
});

test('a path in the folder of the run is shown from there', (t) => {
  const cwd = folder(t, {});
  const { stdout } = run(['explain-log', '--format', 'github'], {
    cwd,
    input: log.replaceAll('@ a.bpf.c', `@ ${cwd}/src/a.bpf.c`),
  });
  assert.match(stdout, /^::error file=src\/a\.bpf\.c,line=7,/);
});

test('github is a workflow command', () => {
  const { stdout } = run(['explain-log', '--format', 'github'], { input: log });
  assert.match(stdout, /^::error file=a\.bpf\.c,line=7,title=verifier%3A f::.*may be NULL/);
});

test('SARIF has a result with its trail', () => {
  const { stdout } = run(['explain-log', '--format', 'sarif'], { input: log });
  const { runs } = JSON.parse(stdout) as {
    runs: readonly { results: readonly { ruleId: string; relatedLocations: readonly unknown[] }[] }[];
  };
  assert.equal(runs[0]?.results[0]?.ruleId, 'null-deref');
  assert.equal(runs[0].results[0].relatedLocations.length, 1);
});

test('an accepted program is no fault', () => {
  const accepted =
    'verification time 90 usec\nstack depth 8\nprocessed 12 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n';
  const { stdout, status } = run(['explain-log'], { input: accepted });
  assert.equal(status, 0);
  assert.match(stdout, /accepted: 12 of 1,000,000 instructions, stack 8 of 512/);
});

test('input that is no log is named, with what to do', (t) => {
  const cwd = folder(t, { 'noise.log': 'nothing here\n', 'binary.log': new Uint8Array([1, 0, 2, 0, 3]) });
  for (const [file, words] of [
    ['noise.log', 'holds no verifier log'],
    ['binary.log', 'is not text'],
    ['none.log', 'does not exist'],
    ['.', 'is a folder'],
  ] as const) {
    const { status, stderr } = run(['explain-log', file], { cwd });
    assert.equal(status, 2, file);
    assert.ok(stderr.includes(words), stderr);
  }
});

test('a source or an object that cannot be used is named, and the log is explained all the same', (t) => {
  const cwd = folder(t, { 'load.log': log, 'no.o': 'text' });
  const { status, stdout, stderr } = run(
    ['explain-log', '--source', 'none.c', '--object', 'no.o', 'load.log'],
    { cwd },
  );
  assert.equal(status, 2);
  assert.match(stderr, /none\.c: does not exist/);
  assert.match(stderr, /no\.o: is no ELF object/);
  assert.match(stdout, /may be NULL/);
});
