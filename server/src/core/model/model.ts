/** A file's model as the rules read it: programs, accesses to contexts, and calls that take one. */
import type { BpfFile, ContextAccess } from './file.js';
import type { ProbeRead } from './probe-reads.js';

export interface FileModel {
  readonly file: BpfFile;
  readonly text: string;
  readonly accesses: readonly ContextAccess[];
  /** Probe reads and CO-RE reads whose source is a context or what it yields. */
  readonly probeReads: readonly ProbeRead[];
}
