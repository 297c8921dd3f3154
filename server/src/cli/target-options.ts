/** The options that several commands share: what is aimed at, and what is in force. */
import type { KernelRange, Loader } from '../core/engine/settings.js';
import type { Severity } from '../core/finding.js';

/** What a command line sets over the configuration file; null and empty where it is silent. */
export interface TargetOptions {
  readonly kernel: KernelRange | null;
  /** A file that holds a kernel's types. */
  readonly btf: string | null;
  readonly loader: Loader | null;
  readonly config: string | null;
  readonly noConfig: boolean;
  readonly includePaths: readonly string[];
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}
