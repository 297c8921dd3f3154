/** Text and settings in, Analysis out. */
import type { MessageTable } from '../log/messages.js';
import type { RawTables } from '../kernel/raw.js';
import type { RuleMeta } from '../rules/rule.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { Analysis } from './analysis.js';
import type { IncludeReader } from './headers.js';
import type { Settings } from './settings.js';

/** Everything core needs from outside: bytes and parsed JSON. */
export interface Assets {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
  readonly tables: RawTables;
}

/** One open document. */
export interface Session {
  /** Analyses the text as it is now; never throws. The same text, headers and settings give the same object. */
  analyse(text: string, settings: Settings): Analysis;
  dispose(): void;
}

export interface Engine {
  readonly facts: KernelFacts;
  /** What the verifier's messages mean. */
  readonly messages: MessageTable;
  readonly rules: readonly RuleMeta[];
  /**
   * `path` decides whether a file counts as BPF C by its name (`.bpf.c`), and where quoted includes are looked
   * for; without a reader no header is read.
   */
  open(path: string, reader?: IncludeReader): Session;
}
