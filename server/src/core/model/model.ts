/** A file's model as the rules read it: its programs and all they do with their contexts. */
import type {
  BpfFile,
  ContextAccess,
  GlobalCall,
  HelperArgument,
  HelperCall,
  MapUse,
  ReadOnlyWrite,
  StackedLocal,
  MergedLoads,
  MissingMember,
  NeedlessProbeRead,
  OutsideCall,
  PassedAddress,
  PointerOperation,
  ProbeRead,
  Program,
  ProgramReturn,
  RegisterArgument,
  UncheckedPointer,
  UntrustedDereference,
} from './file.js';
import type { Licence } from './licence.js';

import type { StructOpsMember } from './struct-ops.js';
import type { ReachedFunction } from './walk/walk.js';

/** What the programs of a file do, in the order in which the walk through each comes by. */
export interface Doings {
  readonly accesses: readonly ContextAccess[];
  /** Probe reads and CO-RE reads whose source is a context or what it yields. */
  readonly probeReads: readonly ProbeRead[];
  readonly returns: readonly ProgramReturn[];
  readonly helperCalls: readonly HelperCall[];
  readonly outsideCalls: readonly OutsideCall[];
  readonly arguments: readonly HelperArgument[];
  readonly stacked: readonly StackedLocal[];
  readonly mapUses: readonly MapUse[];
  readonly readOnly: readonly ReadOnlyWrite[];
  readonly dereferences: readonly UntrustedDereference[];
  readonly unchecked: readonly UncheckedPointer[];
  readonly needless: readonly NeedlessProbeRead[];
  readonly addresses: readonly PassedAddress[];
  readonly merges: readonly MergedLoads[];
  readonly missing: readonly MissingMember[];
  readonly operations: readonly PointerOperation[];
  readonly globalCalls: readonly GlobalCall[];
  readonly registers: readonly RegisterArgument[];
}

/** Why nothing is known of a program: what was thrown, or that the analysis took too long. */
export type Unjudged = { readonly kind: 'failure'; readonly message: string } | { readonly kind: 'late' };

export const late: Unjudged = { kind: 'late' };

/**
 * One program with all it does. Its places are within items (see walk/located.ts), so that it stays as it is
 * while the text around it moves; it is replaced when anything that it rests on changes.
 */
export interface ProgramModel extends Doings {
  readonly program: Program;
  /** The functions that it reaches, its own among them, each once. */
  readonly functions: readonly ReachedFunction[];
  /** The member of a struct_ops map that it is set to; null where none is seen. */
  readonly setTo: StructOpsMember | null;
  /** Whether the kernel's types come from vmlinux.h, so that field offsets are relocated (CO-RE). */
  readonly isRelocated: boolean;
  /** Whether bpf_core_read.h, which defines BPF_CORE_READ, is included. */
  readonly hasCoreRead: boolean;
  /** Whether bpf_endian.h, which defines bpf_ntohl and its kin, is included. */
  readonly hasEndian: boolean;
  /** Whether the file is no header, and all that it includes was read, or is known. */
  readonly isAllRead: boolean;
  readonly licence: Licence;
  /** Whether the program was too large to walk to its end. */
  readonly truncated: boolean;
  /** Whether the rules asked for more runs of it than were looked for, so that what they say is not to be told. */
  readonly isOverasked: () => boolean;
  /** Set where the walk came to no end; then the model holds nothing. */
  readonly unjudged: Unjudged | null;
}

/** All programs of a file, at their places in the text. */
export interface FileModel extends Doings {
  readonly file: BpfFile;
}
