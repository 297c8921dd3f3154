/** The answers about helpers as they lie in rules/contracts, and as the running kernel gives them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from './claims.js';

export interface MeasuredContracts {
  /** `6.1` */
  readonly release: string;
  readonly file: string;
  readonly contracts: readonly Answer[];
  readonly programs: Readonly<Record<string, MeasuredProgram>>;
}

interface MeasuredProgram {
  /** The helper's number to the place of its contract. */
  readonly helpers: Readonly<Record<string, number>>;
  readonly packetAfter: Readonly<Record<string, string>>;
  readonly locked: Readonly<Record<string, string>>;
}

/** The distributions' kernels; this machine's own is held against the table by asking it. */
export function measuredContracts(): readonly MeasuredContracts[] {
  const names = readdirSync('rules/contracts').filter((name) => !name.endsWith('-host.json'));
  return names.map((name) => readContracts('rules/contracts', name));
}

function readContracts(folder: string, file: string): MeasuredContracts {
  const data = JSON.parse(readFileSync(join(folder, file), 'utf8')) as MeasuredContracts & { kernel: string };
  return { ...data, file, release: data.kernel.split('.').slice(0, 2).join('.') };
}

/** Null where this machine cannot be asked: no compiler, or no privilege. */
export function askRunningKernel(): MeasuredContracts | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-contracts-'));
  try {
    const arguments_ = ['rules/probe/probe-kernel.mjs', '--only', 'contracts', '--out', folder, 'host'];
    const { status } = spawnSync(process.execPath, arguments_, { stdio: 'ignore' });
    const [file] = readdirSync(folder);
    return status === 0 && file !== undefined ? readContracts(folder, file) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each answer with the program's section and the helper. */
export function answersOf(
  measured: MeasuredContracts,
): readonly { readonly section: string; readonly helper: number; readonly answer: Answer }[] {
  return Object.entries(measured.programs).flatMap(([section, { helpers }]) =>
    Object.entries(helpers).flatMap(([helper, place]) => {
      const answer = measured.contracts[place];
      return answer ? [{ section, helper: Number(helper), answer }] : [];
    }),
  );
}
