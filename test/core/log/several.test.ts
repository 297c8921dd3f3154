/** Texts with more than one program in them, and what cilium/ebpf leaves of a log. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explained, recorded } from './support/logs.js';

const kernels = (name: string): string =>
  recorded(name)
    .text.split('\n')
    .filter((line) => !line.startsWith('libbpf: '))
    .join('\n')
    .trim();

const [nullDeref, packetBounds] = [kernels('null-deref.6.18.log'), kernels('packet-bounds.6.18.log')];
const accepted =
  'verification time 90 usec\nstack depth 8\nprocessed 12 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0';

const told = (text: string): readonly string[] =>
  explained(text).map(({ program, verdict, id }) => `${program ?? '?'} ${verdict} ${id ?? '-'}`);

test('veristat prints what was accepted between what was refused', () => {
  const of = (name: string, verdict: string, log: string): string =>
    `PROCESSING a.bpf.o/${name}, DURATION US: 12, VERDICT: ${verdict}, VERIFIER LOG:\n${log}\n\n`;
  const text =
    of('one', 'failure', nullDeref) + of('two', 'success', accepted) + of('three', 'failure', packetBounds);
  assert.deepEqual(told(text), ['one refused null-deref', 'two accepted -', 'three refused packet-bounds']);
});

test('bare logs that follow each other are told apart by their statistics', () => {
  assert.deepEqual(told(`${nullDeref}\n${packetBounds}\n`), [
    '? refused null-deref',
    '? refused packet-bounds',
  ]);
});

test('libbpf prints the log of a good program before that of a bad one', () => {
  const begin = (name: string): string => `libbpf: prog '${name}': -- BEGIN PROG LOAD LOG --`;
  const text = [
    ...[begin('good'), accepted, '-- END PROG LOAD LOG --'],
    ...["libbpf: prog 'bad': BPF program load failed: Permission denied", begin('bad'), nullDeref],
    ...['-- END PROG LOAD LOG --', "libbpf: prog 'bad': failed to load: -13"],
  ].join('\n');
  assert.deepEqual(told(text), ['good accepted -', 'bad refused null-deref']);
});

test('the log of types before a program is not taken for the program', () => {
  const text = `libbpf: -- BEGIN BTF LOAD LOG ---\nmagic: 0xeb9f\nversion: 1\n-- END BTF LOAD LOG --\nlibbpf: prog 'f': -- BEGIN PROG LOAD LOG --\n${nullDeref}\n-- END PROG LOAD LOG --\n`;
  assert.deepEqual(told(text), ['f refused null-deref']);
});

test('what cilium/ebpf leaves of a log with %v is told with what is missing', () => {
  const text =
    'field F: program f: load program: permission denied: invalid access to packet, off=23 size=1, R2(id=0,off=23,r=14): R2 offset is outside of the packet (41 line(s) omitted)';
  const [found, ...others] = explained(text);
  assert.deepEqual(others, []);
  assert.equal(found?.program, 'f');
  assert.equal(found.id, 'packet-bounds');
  assert.equal(found.message, 'invalid access to packet, off=23 size=1, R2(id=0,off=23,r=14)');
  assert.deepEqual(found.more, ['R2 offset is outside of the packet']);
  assert.match(found.why ?? '', /first 14 bytes were compared with data_end; byte 23/);
  assert.match(found.notes.join(' '), /left out 41 lines.*%\+v/);
});

test('%v with nothing but a count is a refusal without a message, and says so', () => {
  const [found] = explained('program f: load program: permission denied:  (89 line(s) omitted)');
  assert.equal(found?.verdict, 'refused');
  assert.equal(found.message, null);
  assert.match(found.notes.join(' '), /left out 89 lines/);
});

test('%v and then %+v are one failure told twice', () => {
  const once =
    "load program: permission denied: R0 invalid mem access 'map_value_or_null' (12 line(s) omitted)";
  const again = `load program: permission denied:\n${nullDeref.replace(/^/gm, '\t')}`;
  assert.deepEqual(told(`${once}\n${again}`), ['? refused null-deref']);
});

test('an instruction and its message on one line are both read', () => {
  const text =
    "load program: permission denied: 38: (79) r0 = *(u64 *)(r0 +0): R0 invalid mem access 'map_value_or_null' (12 line(s) omitted)";
  const [found] = explained(text);
  assert.equal(found?.id, 'null-deref');
  assert.equal(found.at?.pc, 38);
  assert.equal(found.register, 'R0');
});
