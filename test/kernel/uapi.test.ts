/**
 * The table of the kernel's types against the running kernel's BTF, and against the headers that are installed here:
 * what it calls certain is so in both.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { UapiRecord } from '../../server/src/core/kernel/uapi.js';
import { facts } from '../core/support/engine.js';

type Members = readonly (readonly [name: string, place: number, type: string | Measured, width?: number])[];

interface Measured {
  readonly size: number;
  readonly members: Members;
}

interface Document {
  readonly types: Readonly<Record<string, Measured>>;
  readonly constants: Readonly<Record<string, number>>;
}

interface Headers {
  readonly types: Readonly<Record<string, number>>;
  readonly constants: Readonly<Record<string, number>>;
}

const { headers: included } = JSON.parse(readFileSync('rules/uapi/names.json', 'utf8')) as {
  headers: readonly string[];
};
const headers = JSON.parse(readFileSync('rules/uapi/headers.json', 'utf8')) as Headers;

/** Places in bits by path, those of anonymous records among the outer one's; only what is certain. */
function certain(record: UapiRecord, from = 0): ReadonlyMap<string, number> {
  const found = record.members.flatMap(({ name, place, width, type, count }): [string, number][] => {
    if (place === null) return [];
    const at = from + (width === null ? place * 8 : place);
    if (name === '' && typeof type !== 'string') return [...certain(type, at)];
    return count === null && name !== '' ? [[name, at]] : [];
  });
  return new Map(found);
}

function measured({ members }: Measured, from = 0): ReadonlyMap<string, number> {
  const found = members.flatMap(([name, place, type, width]): [string, number][] => {
    const at = from + (width === undefined ? place * 8 : place);
    return name === '' && typeof type !== 'string' ? [...measured(type, at)] : [[name, at]];
  });
  return new Map(found);
}

/** What the running kernel's BTF says; null where it or bpftool is missing. */
function askKernel(): Document | null {
  const has = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0;
  if (!existsSync('/sys/kernel/btf/vmlinux') || !has('bpftool') || !has('clang')) return null;
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  try {
    const probe = ['rules/probe/probe-kernel.mjs', '--only', 'types', '--out', folder, 'host'];
    execFileSync(process.execPath, probe, { stdio: 'pipe' });
    const [file = ''] = readdirSync(folder);
    return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Document;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("sizes, places and constants are the running kernel's", (t) => {
  const kernel = askKernel();
  if (!kernel) {
    t.skip('needs bpftool, clang and a kernel with BTF');
    return;
  }
  for (const [name, type] of Object.entries(kernel.types)) {
    const record = facts.uapi.record(name);
    assert.ok(record, name);
    if (record.size !== null) assert.equal(record.size, type.size, name);
    const here = measured(type);
    for (const [member, place] of certain(record))
      if (here.has(member)) assert.equal(place, here.get(member), `${name}.${member}`);
  }
  for (const [name, value] of Object.entries(kernel.constants)) {
    const known = facts.uapi.constant(name);
    // BTF keeps 32 bits of the enumerators of old headers.
    if (known !== null) assert.equal(BigInt.asUintN(32, known), BigInt.asUintN(32, BigInt(value)), name);
  }
  t.diagnostic(
    `${Object.keys(kernel.types).length} types, ${Object.keys(kernel.constants).length} constants`,
  );
});

test('sizes, places and constants are those of the headers here', (t) => {
  const asserts = [
    ...Object.keys(headers.types).flatMap(claimsAbout),
    ...Object.keys(headers.constants).flatMap((name) => {
      const value = facts.uapi.constant(name);
      return value === null ? [] : [[name, `(${name}) == ${value}`] as const];
    }),
  ];
  const lines = asserts.map(([name, claim]) => `_Static_assert(${claim}, "${name}");`);
  const input = [...included.map((each) => `#include <${each}>`), ...lines, ''].join('\n');
  const flags = ['-target', 'bpf', '-I/usr/include/x86_64-linux-gnu', '-D__x86_64__', '-ferror-limit=0'];
  const clang = spawnSync('clang', [...flags, '-w', '-fsyntax-only', '-x', 'c', '-'], {
    input,
    encoding: 'utf8',
  });
  if (clang.error || /file not found/.test(clang.stderr)) {
    t.skip("needs clang and the kernel's headers");
    return;
  }
  assert.deepEqual(clang.stderr.match(/.*static assertion failed.*|.*static_assert failed.*/g) ?? [], []);
  t.diagnostic(`${lines.length} claims`);
});

/** Of a type: its size, and the offsets of members that are no bit-fields. */
function claimsAbout(name: string): readonly [string, string][] {
  const record = facts.uapi.record(name);
  if (!record) return [];
  const offsets = [...certain(record)]
    .filter(([member]) => !isBitField(record, member))
    .map(([member, bits]): [string, string] => [
      `${name}.${member}`,
      `__builtin_offsetof(${name}, ${member}) == ${bits / 8}`,
    ]);
  const size: [string, string][] = record.size === null ? [] : [[name, `sizeof(${name}) == ${record.size}`]];
  return [...size, ...offsets];
}

function isBitField(record: UapiRecord, member: string): boolean {
  return record.members.some(({ name, width, type }) =>
    name === '' && typeof type !== 'string' ? isBitField(type, member) : name === member && width !== null,
  );
}
