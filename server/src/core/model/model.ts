/** A file's model as the rules read it: its programs and all they do with their contexts. */
import type { BpfFile, ContextAccess, HelperCall, ProbeRead, ProgramReturn } from './file.js';

export interface FileModel {
  readonly file: BpfFile;
  readonly text: string;
  readonly accesses: readonly ContextAccess[];
  readonly probeReads: readonly ProbeRead[];
  readonly returns: readonly ProgramReturn[];
  readonly helperCalls: readonly HelperCall[];
  /** Names of programs that were too large to walk to their end. */
  readonly truncated: readonly string[];
}
