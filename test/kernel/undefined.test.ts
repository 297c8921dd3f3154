/**
 * The names of rules/reads.json that no BPF program can call, against every clang that is here: a call of each is left
 * to the linker, but for those that newer compilers do without.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { flags, hasCompiler } from './support/compiler.js';

interface Row {
  readonly expands?: true;
}

const { undefined: rows } = JSON.parse(readFileSync('rules/reads.json', 'utf8')) as {
  undefined: Readonly<Record<string, Row>>;
};

/** How each is declared, `#` for its name, and called so that nothing is known and the result is needed. */
const ways: readonly (readonly [names: string, declaration: string, call: string])[] = [
  ['ntohl htonl be32_to_cpu cpu_to_be32', 'unsigned int #(unsigned int);', '#(n)'],
  ['ntohs htons be16_to_cpu cpu_to_be16', 'unsigned short #(unsigned short);', '#(n)'],
  ['ntohll htonll be64_to_cpu cpu_to_be64', 'unsigned long #(unsigned long);', '#(n)'],
  ['printf printk trace_printk', 'int #(const char *, ...);', '#("%d", n)'],
  ['puts perror', 'int #(const char *);', '#(p)'],
  ['fprintf', 'int #(void *, const char *, ...);', '#(p, "%d", n)'],
  ['sprintf', 'int #(char *, const char *, ...);', '#(p, "%d", n)'],
  ['snprintf', 'int #(char *, unsigned long, const char *, ...);', '#(p, 8, "%d", n)'],
  ['rand getpid abort', 'int #(void);', '#()'],
  ['ktime_get_ns get_current', 'unsigned long #(void);', '#()'],
  ['time', 'long #(long *);', '#(0)'],
  ['copy_from_user', 'unsigned long #(void *, const void *, unsigned long);', '#(p, p, 8)'],
  ['kmalloc', 'void *#(unsigned long, unsigned int);', '#(n, 0)'],
  ['kfree free', 'void #(void *);', '(#(p), 0)'],
  ['sleep usleep exit isalpha tolower toupper', 'int #(int);', '#(n)'],
  ['atoi inet_addr', 'int #(const char *);', '#(p)'],
  ['strtol', 'long #(const char *, char **, int);', '#(p, 0, 10)'],
  ['qsort', 'void #(void *, unsigned long, unsigned long, void *);', '(#(p, 8, 1, p), 0)'],
  ['malloc', 'void *#(unsigned long);', '#(n)'],
  ['calloc', 'void *#(unsigned long, unsigned long);', '#(n, 1)'],
  ['realloc', 'void *#(void *, unsigned long);', '#(p, n)'],
  ['strlen', 'unsigned long #(const char *);', '#(p)'],
  ['strnlen', 'unsigned long #(const char *, unsigned long);', '#(p, n)'],
  ['strcmp', 'int #(const char *, const char *);', '#(p, "abc")'],
  ['strncmp memcmp bcmp', 'int #(const void *, const void *, unsigned long);', '#(p, p + 8, 8)'],
  ['strcpy strcat', 'char *#(char *, const char *);', '#(p, p + 8)'],
  ['strncpy', 'char *#(char *, const char *, unsigned long);', '#(p, p + 8, n)'],
  ['strstr', 'char *#(const char *, const char *);', '#(p, p + 8)'],
  ['strchr strrchr', 'char *#(const char *, int);', '#(p, 97)'],
];

const compilers = ['clang', 'clang-16', 'clang-19'].filter(
  (each) => spawnSync(each, ['--version']).status === 0,
);

test('every name is compiled here', () => {
  assert.deepEqual(ways.flatMap(([names]) => names.split(' ')).sort(), Object.keys(rows).sort());
});

test('a call of each is left to the linker', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-undefined-'));
  try {
    if (!hasCompiler(folder)) return t.skip('clang, or a header of BPF programs, is not installed here');
    for (const compiler of compilers)
      for (const [names, declaration, call] of ways)
        for (const name of names.split(' ')) {
          const isLeft = isLeftBy(compiler, folder, name, declaration, call);
          assert.ok(isLeft || rows[name]?.expands, `${compiler}: ${name}`);
        }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function isLeftBy(
  compiler: string,
  folder: string,
  name: string,
  declaration: string,
  call: string,
): boolean {
  const [path, object] = [join(folder, 'call.bpf.c'), join(folder, 'call.o')];
  const text = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
${declaration.replace('#', name)}
char text[16];
long out;
SEC("tracepoint/x/y") int run(void *ctx)
{
	unsigned long n = bpf_get_prandom_u32();
	char *p = text;
	out = (long)(${call.replace('#', name)});
	return n;
}
`;
  writeFileSync(path, text);
  const { status, stderr } = spawnSync(compiler, [...flags('v3'), path, '-o', object], { encoding: 'utf8' });
  assert.equal(status, 0, `${compiler}: ${name}: ${stderr}`);
  return readFileSync(object).includes(`\0${name}\0`);
}
