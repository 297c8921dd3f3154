/** The reader of BTF: what clang wrote, what the running kernel says, and bytes that are no BTF. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { kernelTypes } from '../../../server/src/core/btf/kernel-types.js';
import { readBtf } from '../../../server/src/core/btf/read.js';
import type { Btf } from '../../../server/src/core/btf/types.js';
import { createRandom } from '../../kernel/differential/random.js';

const bytes = readFileSync('test/fixtures/kernel.btf');

function read(from: Uint8Array, base: Btf | null = null): Btf {
  const btf = readBtf(from, base);
  if (typeof btf === 'string') throw new Error(btf);
  return btf;
}

function typeNamed(btf: Btf, kind: Parameters<Btf['find']>[0], name: string): ReturnType<Btf['type']> {
  const id = btf.find(kind, name);
  assert.notEqual(id, null, `${kind} ${name}`);
  return btf.type(id ?? 0);
}

test('finds types by kind and name', () => {
  const btf = read(bytes);
  assert.deepEqual([...btf.names('function')].sort(), [
    'bpf_iter_tcp',
    'bpf_lsm_file_open',
    'do_unlinkat',
    'tcp_connect',
  ]);
  assert.equal(typeNamed(btf, 'union', 'sigval').kind, 'union');
  assert.deepEqual(typeNamed(btf, 'enum', 'wide'), { kind: 'enum', name: 'wide', size: 8, signed: false });
  for (const [kind, name] of [
    ['struct', 'do_unlinkat'],
    ['function', 'path'],
    ['function', 'do_unlinka'],
    ['function', 'do_unlinkat2'],
    ['function', ''],
    ['typedef', 'é'],
  ] as const)
    assert.equal(btf.find(kind, name), null, `${kind} ${name}`);
});

test('reads members, bit-fields and what they are of', () => {
  const btf = read(bytes);
  const types = kernelTypes('it', btf, []);
  const task = types.record('struct', 'task_struct');
  assert.deepEqual(
    task?.members.map(({ name, offset, bits }) => [name, offset, bits]),
    [
      ['in_execve', 0, 1],
      ['in_iowait', 1, 3],
      ['__state', 32, 0],
      ['pid', 64, 0],
      ['tgid', 96, 0],
      ['real_parent', 128, 0],
      ['mm', 192, 0],
      ['comm', 256, 0],
      ['load', 384, 0],
    ],
  );
  const plain = (name: string): unknown => types.plain(task.member(name)?.type ?? 0);
  assert.deepEqual(plain('__state'), { kind: 'integer', name: 'unsigned int', size: 4, signed: false });
  assert.deepEqual(plain('load'), { kind: 'float', name: 'double', size: 8 });
  assert.equal(types.record('struct', 'inode')?.member('__i_nlink')?.offset, 128);
  assert.equal(types.record('struct', 'inode')?.member('i_atime'), null);
  assert.equal(types.record('union', 'inode'), null);
  assert.equal(types.record('struct', 'mm_struct'), null);
});

test('the types of a module stand on those of its kernel', () => {
  const kernel = read(bytes);
  const module = read(splitBtf(kernel), kernel);
  const types = kernelTypes('it', kernel, [module]);
  assert.deepEqual([...module.names('function')], ['module_fn']);
  assert.equal(types.has('function', 'module_fn'), true);
  assert.equal(types.has('function', 'tcp_connect'), true);
  assert.equal(kernelTypes('it', kernel, []).has('function', 'module_fn'), false);
  assert.deepEqual(typeNamed(module, 'typedef', 'module_file'), {
    kind: 'typedef',
    name: 'module_file',
    of: kernel.find('struct', 'file'),
  });
});

test('bytes that are no BTF give words, and damaged ones nothing worse', () => {
  assert.equal(readBtf(new Uint8Array()), 'is no BTF');
  assert.equal(readBtf(Buffer.from('hello, this is a text and no BTF')), 'is no BTF');
  assert.equal(readBtf(bytes.subarray(0, 30)), 'is damaged BTF');
  const random = createRandom(7);
  for (let round = 0; round < 3000; round++) {
    const damaged = Uint8Array.from(
      bytes.subarray(0, random.below(4) === 0 ? random.below(bytes.length) : bytes.length),
    );
    for (let i = 0; i <= random.below(6); i++) damaged[random.below(damaged.length)] = random.below(256);
    const btf = readBtf(damaged);
    if (typeof btf === 'string') continue;
    const types = kernelTypes('it', btf, []);
    for (let id = 0; id < Math.min(btf.count, 80); id++) btf.type(id);
    types.record('struct', 'task_struct')?.member('no such member');
    types.has('function', 'tcp_connect');
    assert.ok([...types.names('function')].length <= btf.count);
  }
});

test('the running kernel: as many types as bpftool counts, and each is one', (t) => {
  const path = '/sys/kernel/btf/vmlinux';
  if (!existsSync(path)) return t.skip('this kernel shows no BTF');
  const btf = read(readFileSync(path));
  for (let id = 1; id < btf.count; id++) btf.type(id);
  assert.notEqual(btf.find('struct', 'task_struct'), null);
  const dump = spawnSync('bpftool', ['btf', 'dump', 'file', path], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (dump.status !== 0) return t.skip('bpftool is not installed here');
  const heads = dump.stdout.match(/^\[\d+\] \w+ '[^']*'/gm) ?? [];
  assert.equal(heads.length, btf.count - 1);
  const functions = heads.flatMap((head) => /\] FUNC '(.*)'/.exec(head)?.[1] ?? []);
  assert.deepEqual([...btf.names('function')], functions);
  for (const name of functions) assert.notEqual(btf.find('function', name), null);
});

/** A module's BTF: `typedef struct file module_file`, and a function, with names of its own. */
function splitBtf(kernel: Btf): Uint8Array {
  const strings = Buffer.from('\0module_file\0module_fn\0');
  const name = (text: string): number => kernel.stringBytes + strings.indexOf(text);
  const types = Uint32Array.of(
    ...[name('module_file'), 8 << 24, kernel.find('struct', 'file') ?? 0],
    ...[name('module_fn'), 12 << 24, 0],
  );
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0xeb9f, 0);
  header.writeUInt8(1, 2);
  [24, 0, types.byteLength, types.byteLength, strings.length].forEach((each, i) =>
    header.writeUInt32LE(each, 4 + 4 * i),
  );
  return Buffer.concat([header, Buffer.from(types.buffer), strings]);
}
