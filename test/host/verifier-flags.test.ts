/** Which flags of a build reach clang: none that runs code or writes a file, and all that say where headers are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeFlags } from '../../server/src/host/verifier/flags.js';
import { dangerous } from './support/dangerous-flags.js';

function read(flags: readonly string[]): ReturnType<typeof safeFlags> {
  return safeFlags([{ flags, directory: '/project' }]);
}

test('include folders and macros are passed on as words of our own', () => {
  const flags = [
    'clang',
    '-I',
    'include',
    '-Ilib',
    '-isystem',
    '/s',
    '-iquote',
    '@q',
    '-D',
    'A=@b',
    '-DF(x)=x',
    '-U',
    'B',
  ];
  assert.deepEqual(
    read([...flags, '-c', 'a.bpf.c', '-o', 'a.o', '-Wall', '-g', '-target', 'bpf', '-MD', '-MF', 'a.d']),
    {
      options: [
        '-I/project/include',
        '-I/project/lib',
        '-isystem/s',
        '-iquote/project/@q',
        '-DA=@b',
        '-DF(x)=x',
        '-UB',
      ],
      leftOut: [],
    },
  );
});

test('what decides about the code is passed on where its value is known', () => {
  const { options, leftOut } = read([
    '-O1',
    '-mcpu=v3',
    '-std=gnu11',
    '-mlittle-endian',
    '-fno-builtin',
    '-include',
    'c.h',
  ]);
  assert.deepEqual(options, [
    '-O1',
    '-mcpu=v3',
    '-std=gnu11',
    '-mlittle-endian',
    '-fno-builtin',
    '-include/project/c.h',
  ]);
  assert.deepEqual(leftOut, []);
  const strange = ['-O9', '-mcpu=probe', '-std=c++20', '-DA B', '-D-x', '-U*', '-include-pch'];
  assert.deepEqual(read(strange), { options: [], leftOut: strange });
});

for (const flags of dangerous('/evil/x.so', '/evil/written')) {
  test(`${flags.join(' ')} does not reach clang`, () => {
    const { options } = read(['-DKEPT', ...flags, '-UKEPT']);
    assert.deepEqual(
      options.filter((option) => option.includes('/evil')),
      [],
    );
    assert.ok(options.includes('-DKEPT') && options.includes('-UKEPT'));
    assert.ok(
      options.every((option) => /^-(?:[DU]KEPT|O2|g|c)$/.test(option)),
      options.join(' '),
    );
  });
}

test('a word is never cut or joined into another flag', () => {
  for (const flags of [['-D'], ['-I'], ['-include'], ['-Xclang'], ['-o'], [''], ['@'], ['-']]) {
    const { options } = read(flags);
    assert.ok(
      options.every((option) => /^-(?:I|include)\/project$/.test(option)),
      flags.join(' '),
    );
  }
  assert.deepEqual(read(['-DA=\0-fplugin=x']).options, []);
});
