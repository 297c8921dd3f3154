/** Runs the built command line as a shell would, and lays out folders for it to look at. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { TestContext } from 'node:test';

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** A file descriptor that standard output goes to, in place of the result. */
  readonly stdout?: number;
  /** How long it may take, where a minute is too short. */
  readonly seconds?: number;
}

const program = resolve('dist', 'cli.js');

/** Colours and everything else that the caller's environment could decide are left out. */
export function run(args: readonly string[], options: RunOptions = {}): Run {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: options.cwd ?? process.cwd(),
    input: options.input ?? '',
    env: { PATH, HOME, ...options.env },
    stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: (options.seconds ?? 60) * 1000,
  });
  // Null where it went elsewhere, whatever the types say.
  return { status, stdout: options.stdout === undefined ? stdout : '', stderr };
}

/** A folder that ends with the test, with files by their relative path; `.git` keeps it from what lies above. */
export function folder(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'ebpf-verdict-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries({ '.git/HEAD': '', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** The target where none is set: the newest kernel that was measured. */
export const newestKernel = (
  JSON.parse(readFileSync(join('rules', 'tables', 'access.json'), 'utf8')) as { kernels: readonly string[] }
).kernels.at(-1);

/** Refused: a new socket's port may not be read. */
export const refused = `SEC("cgroup/sock_create")
int f(struct bpf_sock *ctx)
{
	return ctx->src_port;
}
`;

/** Accepted by every kernel. */
export const accepted = refused.replace('src_port', 'family');

/** Refused, with a safe fix that makes `accepted` of it. */
export const fixable = refused.replace('ctx->src_port', 'BPF_CORE_READ(ctx, family)');

/** No BPF at all. */
export const plain = 'int main(void)\n{\n\treturn 0;\n}\n';

export interface JsonReport {
  readonly version: number;
  readonly kernel: string;
  readonly files: readonly {
    readonly path: string;
    readonly programs: readonly Readonly<Record<string, unknown>>[];
    readonly unjudged: readonly Readonly<Record<string, unknown>>[];
    readonly diagnostics: readonly JsonDiagnostic[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
  readonly headersNotFound: readonly string[];
}

export interface JsonDiagnostic extends Readonly<Record<string, unknown>> {
  readonly rule: string;
  readonly severity: string;
  readonly fixes: readonly { readonly title: string; readonly safe: boolean }[];
}

/** Runs `check --format json`, and parses what it prints. */
export function checkJson(
  args: readonly string[],
  options: RunOptions = {},
): Run & { readonly report: JsonReport } {
  const result = run(['check', '--format', 'json', ...args], options);
  return { ...result, report: JSON.parse(result.stdout) as JsonReport };
}
