/**
 * What a workspace can say to the compiler: each flag, file and variable that makes clang run a library or write a
 * file is put where a project or its environment may put it, and nothing runs and nothing is written.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { dangerous } from '../host/support/dangerous-flags.js';
import { folder, run } from './support/command.js';
import { compiling, source } from './support/verify.js';

interface Trap {
  readonly cwd: string;
  /** A library that writes `mark` when it is loaded. */
  readonly library: string;
  readonly mark: string;
  readonly written: string;
  /** A file with flags that load the library. */
  readonly response: string;
}

function trap(t: TestContext): Trap {
  const cwd = folder(t, { 'a.bpf.c': source });
  const [library, mark, written, response] = ['evil.so', 'mark', 'written', 'flags'].map((name) =>
    join(cwd, name),
  ) as [string, string, string, string];
  const code = `#include <stdio.h>\n__attribute__((constructor)) static void run(void) { FILE *f = fopen("${mark}", "w"); if (f) fclose(f); }\n`;
  const built = spawnSync('cc', ['-shared', '-fPIC', '-x', 'c', '-', '-o', library], { input: code });
  assert.equal(built.status, 0);
  writeFileSync(response, `-fplugin=${library}\n`);
  return { cwd, library, mark, written, response };
}

function isQuiet({ mark, written, cwd }: Trap, what: string): void {
  for (const path of [mark, written, join(cwd, 'a.bpf.o'), join(cwd, 'a.d'), join(cwd, 'a.o')])
    assert.ok(!existsSync(path), `${what}: ${path}`);
}

function database(flags: readonly string[]): string {
  return JSON.stringify([
    { directory: '.', file: 'a.bpf.c', arguments: ['clang', '-O2', ...flags, '-c', 'a.bpf.c'] },
  ]);
}

/** The run got as far as the compiler, and was not stopped by a flag. */
function compiled({ stderr }: { readonly stderr: string }, what: string): void {
  assert.doesNotMatch(
    stderr,
    /clang does not compile it|cannot be|is needed|are needed/,
    `${what}: ${stderr}`,
  );
}

compiling('the library of these tests is one that clang would run', (t) => {
  const { cwd, library, mark } = trap(t);
  spawnSync('clang', [`-fplugin=${library}`, '-c', 'a.bpf.c', '-target', 'bpf', '-o', '/dev/null'], { cwd });
  assert.ok(existsSync(mark));
});

compiling('no flag of compile_commands.json runs a library or writes a file', (t) => {
  const all = trap(t);
  const { cwd, library, written, response } = all;
  for (const flags of dangerous(library, written, response)) {
    writeFileSync(join(cwd, 'compile_commands.json'), database(flags));
    const result = run(['verify', 'a.bpf.c'], { cwd });
    isQuiet(all, flags.join(' '));
    compiled(result, flags.join(' '));
  }
});

compiling(
  'nor do all of them in compile_flags.txt, .clangd, a command as one text and the configuration',
  (t) => {
    const all = trap(t);
    const { cwd, library, written, response } = all;
    const flags = dangerous(library, written, response).flat();
    const files: Readonly<Record<string, string>> = {
      'compile_flags.txt': flags.join('\n'),
      '.clangd': `CompileFlags:\n  Compiler: ${library}\n  Add:\n${flags.map((flag) => `    - "${flag}"`).join('\n')}\n`,
      'compile_commands.json': JSON.stringify([
        { directory: cwd, file: 'a.bpf.c', command: `${library} ${flags.join(' ')} -c a.bpf.c` },
      ]),
      'ebpf-verdict.jsonc': JSON.stringify({ includePaths: [...flags, `@${response}`] }),
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(cwd, name), text);
      const result = run(['verify', 'a.bpf.c'], { cwd });
      isQuiet(all, name);
      compiled(result, name);
      rmSync(join(cwd, name));
    }
  },
);

compiling('nor does a name of the source', (t) => {
  const all = trap(t);
  for (const name of [`-fplugin=evil.so.bpf.c`, '@flags', '-Xclang']) {
    writeFileSync(join(all.cwd, name), source);
    compiled(run(['verify', '--', name], { cwd: all.cwd }), name);
    isQuiet(all, name);
  }
});

compiling('variables of the environment do not reach clang', (t) => {
  const all = trap(t);
  const { cwd, library, written, response } = all;
  const env = {
    CCC_OVERRIDE_OPTIONS: `+-fplugin=${library}`,
    CLANG_CONFIG_FILE: response,
    DEPENDENCIES_OUTPUT: written,
    SUNPRO_DEPENDENCIES: written,
    CC_PRINT_OPTIONS: '1',
    CC_PRINT_OPTIONS_FILE: written,
    CC_PRINT_HEADERS: '1',
    CC_PRINT_HEADERS_FILE: written,
    CC_LOG_DIAGNOSTICS: '1',
    CC_LOG_DIAGNOSTICS_FILE: written,
    COMPILER_PATH: cwd,
    GCC_EXEC_PREFIX: cwd,
  };
  compiled(run(['verify', 'a.bpf.c'], { cwd, env }), 'environment');
  isQuiet(all, 'environment');
});

compiling('programs of the workspace are not run, even where PATH begins with them', (t) => {
  const all = trap(t);
  const { cwd, mark } = all;
  for (const name of ['clang', 'cc', 'gcc'])
    writeFileSync(join(cwd, name), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  const PATH = `${cwd}:.:${process.env['PATH'] ?? ''}`;
  const HOME = folder(t, {});
  compiled(run(['verify', 'a.bpf.c'], { cwd, env: { PATH, HOME } }), 'PATH');
  isQuiet(all, 'PATH');
});

compiling('a program that others may have put into the cache is not run', (t) => {
  const all = trap(t);
  const { cwd, mark } = all;
  const HOME = folder(t, {});
  run(['verify', 'a.bpf.c'], { cwd, env: { HOME } });
  const kept = spawnSync('find', [HOME, '-name', 'load'], { encoding: 'utf8' }).stdout.trim();
  assert.notEqual(kept, '');
  for (const name of ['load', 'limit']) {
    rmSync(kept.replace(/load$/, name));
    writeFileSync(kept.replace(/load$/, name), `#!/bin/sh\ntouch ${mark}\n`);
    spawnSync('chmod', ['777', kept.replace(/load$/, name)]);
  }
  compiled(run(['verify', 'a.bpf.c'], { cwd, env: { HOME } }), 'cache');
  isQuiet(all, 'cache');
});
