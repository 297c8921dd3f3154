/** What a user may set: the target kernels, the loader, and how loud each rule is. Plain data, no files. */
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
}

export interface Settings {
  /** Null means the newest measured kernel. */
  readonly kernel: KernelRange | null;
  readonly loader: Loader;
  /** Rule id to severity; a rule that is not named keeps its default. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const defaultSettings: Settings = { kernel: null, loader: 'libbpf', severities: {} };

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
