/** Which includes nobody needs to find, and what is a dump of the kernel's types. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isCompilerHeader,
  isKnownHeader,
  isNamedTypeDump,
  isTypeDump,
} from '../../../server/src/core/syntax/known-headers.js';

const angled = (path: string): { path: string; form: 'angled' } => ({ path, form: 'angled' });
const quoted = (path: string): { path: string; form: 'quoted' } => ({ path, form: 'quoted' });

test('the tables stand for libbpf’s and the kernel’s headers, wherever they lie', () => {
  for (const path of [
    'bpf/bpf_helpers.h',
    'vmlinux.h',
    'headers/bpf_tracing.h',
    'linux/bpf.h',
    'asm/types.h',
  ])
    assert.ok(isKnownHeader(angled(path)), path);
  assert.ok(isKnownHeader(quoted('../libbpf/src/bpf_endian.h')));
  for (const path of ['linux/ours.h', 'helpers.h', 'vmlinux_missing.h'])
    assert.ok(!isKnownHeader(quoted(path)), path);
});

test('headers of the compiler, the C library and the loading program', () => {
  for (const path of ['stdint.h', 'pthread.h', 'emmintrin.h', 'iostream', 'bpf/libbpf.h', 'x/y.skel.h'])
    assert.ok(isCompilerHeader(angled(path)), path);
  for (const path of ['types.h', 'common.h', 'bpf/ours.h', 'net/if_ours.h']) {
    assert.ok(!isCompilerHeader(angled(path)), path);
    assert.ok(!isCompilerHeader(quoted(path)), path);
  }
  assert.ok(!isCompilerHeader(quoted('string.h')), 'a quoted one is the project’s');
});

test('a type dump is named like one or marked, and large', () => {
  const large = 2_000_000;
  const marked = '#ifndef __VMLINUX_H__\n';
  const attribute =
    '#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)';
  for (const name of [
    'vmlinux.h',
    'vmlinux_614.h',
    'vmlinux-v7.0-rc2-g28c.h',
    'arch/vmlinux_generated_x86.h',
  ]) {
    assert.ok(isNamedTypeDump(name), name);
    assert.ok(isTypeDump(name, large, ''), name);
    assert.ok(!isTypeDump(name, 9000, marked), `${name} was written by hand`);
  }
  assert.ok(isTypeDump('types.h', large, marked) && isTypeDump('types.h', large, attribute));
  assert.ok(!isTypeDump('types.h', large, 'struct a;') && !isTypeDump('types.h', 9000, attribute));
  assert.ok(!isNamedTypeDump('not-vmlinux.c') && !isNamedTypeDump('my_vmlinux.h'));
});
