/** Whether this machine can compile BPF C and load it, found without the tool that is under test. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Everything that the loader can be built with and the source compiled; a reason to skip where something is missing. */
export const cannotCompile: string | null = compilerReason();

/** Why nothing can be loaded here; null where the rights are there. */
export const cannotLoad: string | null = cannotCompile ?? rightsReason();

function compilerReason(): string | null {
  if (process.platform !== 'linux') return 'no Linux';
  const missing = ['clang', 'cc'].filter((name) => spawnSync(name, ['--version']).status !== 0);
  if (missing.length > 0) return `no ${missing.join(', ')} here`;
  const headers = ['bpf/libbpf.h', 'bpf/bpf_helpers.h', 'linux/bpf.h'].map((name) => `/usr/include/${name}`);
  return headers.find((path) => !existsSync(path)) === undefined ? null : 'no libbpf here';
}

function rightsReason(): string | null {
  const held = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`);
  if (![12n, 38n, 39n].every((capability) => (held >> capability) & 1n))
    return 'no rights to load BPF programs here';
  const container = spawnSync('bpftool', ['prog', 'list']);
  return container.error === undefined && container.status !== 0 ? 'BPF is not permitted here' : null;
}
