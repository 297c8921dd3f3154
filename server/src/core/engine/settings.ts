/** What a user may set: the target kernels, the loader, and how loud each rule is. Plain data, no files. */
import type { KernelTypes } from '../btf/kernel-types.js';
import type { Severity } from '../finding.js';

/** Who reads the SEC() strings. */
export type Loader = 'libbpf' | 'cilium';

/**
 * Kernels that a program must load on, both ends included, as `major.minor`. A measured kernel stands for
 * the versions up to the next measured one.
 */
export interface KernelRange {
  readonly min: string;
  readonly max: string;
  /** Set where the kernel of this machine is meant by name, and not only by its version. */
  readonly includesHost?: true;
}

export interface Settings {
  /** Null means the newest measured kernel. */
  readonly kernel: KernelRange | null;
  readonly loader: Loader;
  /** The types of one kernel that programs must load on; absent where they are not known. */
  readonly types?: KernelTypes;
  /** Set where nobody says who loads and nothing in the project shows it. */
  readonly isLoaderAssumed?: true;
  /** Rule id to severity; a rule that is not named keeps its default. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const defaultSettings: Settings = { kernel: null, loader: 'libbpf', severities: {} };

/** Settings as they are written: the loader is null where it is left open. */
export interface WrittenSettings extends Omit<Settings, 'loader' | 'isLoaderAssumed'> {
  readonly loader: Loader | null;
}

/** Who loads the programs of a file, as far as its project shows it. */
export interface LoaderGuess {
  readonly loader: Loader;
  /** `go.mod requires github.com/cilium/ebpf`; paths are relative to the project's root. */
  readonly because: string;
}

/** The settings in force, with the loader that was guessed where none is written. */
export function withLoader({ loader, ...rest }: WrittenSettings, guess: LoaderGuess | null): Settings {
  const known = loader ?? guess?.loader ?? null;
  return known === null ? { ...rest, loader: 'libbpf', isLoaderAssumed: true } : { ...rest, loader: known };
}

/**
 * Reads `5.15`, `5.10..6.12` or `6.1.192`; the patch level is dropped. Null on anything else, also when the
 * range is upside down. `host` is for the caller, who knows the machine.
 */
export function parseKernelRange(text: string): KernelRange | null {
  const match = /^\s*(\d+\.\d+)(?:\.\d+)?(?:\s*\.\.\s*(\d+\.\d+)(?:\.\d+)?)?\s*$/.exec(text);
  const min = match?.[1];
  if (min === undefined) return null;
  const max = match?.[2] ?? min;
  return compareVersions(min, max) <= 0 ? { min, max } : null;
}

/** Negative when `a` is the older of two `major.minor` versions, 0 when equal, else positive. */
export function compareVersions(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
