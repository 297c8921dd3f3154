/** What a BPF file says, as plain data with absolute UTF-16 offsets. Decides nothing about right or wrong. */
import type { RecordedStacked } from './walk/recorded-stack.js';
import type { RecordedMapUse, RecordedReadOnly } from './walk/recorded-maps.js';
import type { FileSpan, Span } from '../text.js';
import type { Comment, SectionMark } from '../syntax/file.js';
import type { Define } from '../syntax/directive.js';
import type { ProgramSpec, SectionMatch } from '../kernel/sections.js';
import type { RecordedGlobalCall, RecordedMissing, RecordedRegister } from './walk/recorded-others.js';
import type {
  RecordedAccess,
  RecordedAddress,
  RecordedDereference,
  RecordedHelperCall,
  RecordedMerge,
  RecordedNeedless,
  RecordedOutsideCall,
  RecordedOperation,
  RecordedProbeRead,
  RecordedReturn,
  RecordedUnchecked,
} from './walk/recorded.js';
import type { RecordedArgument } from './walk/recorded-arguments.js';

/** A function in a SEC("..."). */
export interface Program {
  readonly name: string;
  readonly nameSpan: Span;
  /** The header that holds it; null for the text itself. Its spans are offsets there. */
  readonly path: string | null;
  /** The whole function, from its type to its closing brace. */
  readonly span: Span;
  readonly section: SectionMark;
  /** Whether the section's strings stand where `section` says as they are, so that an edit can change them. */
  readonly isSectionWritten: boolean;
  /** What the loaders make of the section; null when neither knows it. */
  readonly match: SectionMatch | null;
  /** The context parameter; null where the function takes none or its macro hides it. */
  readonly context: ContextParameter | null;
  /** The macro that declares it: `BPF_PROG`, `BPF_KPROBE`; else null. */
  readonly wrapper: string | null;
  /** The parameters after the first, as far as the function declares them itself. */
  readonly furtherParameters: readonly FurtherParameter[];
  /** From the opening to the closing parenthesis of the parameters. */
  readonly parametersSpan: Span;
}

export interface FurtherParameter {
  readonly name: string | null;
  readonly span: Span;
  /** Whether the body names it. */
  readonly isUsed: boolean;
}

export interface ContextParameter {
  readonly name: string | null;
  readonly span: Span;
  /** The span of the type's words, e.g. `struct bpf_sock`. */
  readonly typeSpan: Span;
  /** The struct it points to, as written; null for `void *` and whatever is no pointer to a struct. */
  readonly struct: string | null;
}

/** What every finding of a walk has: the program it was reached from, and the way there. */
export interface Reached {
  readonly program: Program;
  readonly spec: ProgramSpec;
  /** The calls that brought the context here, outermost first. */
  readonly calls: readonly FileSpan[];
  /** The whole expression. */
  readonly span: FileSpan;
}

/** What an execution of the program must do for the verifier to see it. */
export interface Executed {
  /**
   * Whether an execution was found that does it, and for a load, that needs its value; of a returned constant, which.
   * Costs time when it is first asked for. False where too much would have to be tried.
   */
  readonly isExecuted: (value?: bigint) => boolean;
  /** Whether all executions were looked at, and none does it. */
  readonly isRuledOut: (value?: bigint) => boolean;
}

/** What a walk recorded, with the program and the places in the texts of today. */
type Found<Recorded> = Reached & Readonly<Omit<Recorded, 'at' | 'calls'>>;

/** A read or a write through a context pointer, at a known place. */
export interface ContextAccess extends Found<Omit<RecordedAccess, 'path' | 'fieldAt'>>, Executed {
  /** The field's name as written, with elements: `src_ip6[3]`; null for an access by offset only. */
  readonly field: string | null;
  /** The field's name alone, for hover; the same as `span` where there is none. */
  readonly fieldSpan: FileSpan;
}

/** A read that goes around the verifier's rewriting of context accesses: BPF_CORE_READ, bpf_probe_read, ... */
export type ProbeRead = Found<RecordedProbeRead>;

/** A `return` of the program's own function. */
export type ProgramReturn = Found<RecordedReturn> & Executed;

/** A call of a helper, in the program or in a function that it calls. `span` is the name. */
export type HelperCall = Found<RecordedHelperCall> & Executed;

/** A call of a function that is defined elsewhere, if anywhere. `span` is the name. */
export type OutsideCall = Found<RecordedOutsideCall> & Executed;

/** An argument that a helper is handed. `span` is the argument. */
export type HelperArgument = Found<RecordedArgument> & Executed;
/** A local that must lie on the stack. `span` is its name where it is declared. */
export interface StackedLocal extends Found<Omit<RecordedStacked, 'handed'>>, Executed {
  readonly handed: FileSpan;
}

/** A map handed to a helper. `span` is the argument. */
export type MapUse = Found<RecordedMapUse> & Executed;

/** A write to what programs may not write. */
export type ReadOnlyWrite = Found<RecordedReadOnly> & Executed;

/** A dereference of a pointer that the verifier takes for a number. */
export type UntrustedDereference = Found<RecordedDereference> & Executed;

/** A pointer that a region yields, used before it was compared with NULL. */
export type UncheckedPointer = Found<RecordedUnchecked> & Executed;

/** A probe read through a kernel pointer whose type the verifier knows. */
export type NeedlessProbeRead = Found<RecordedNeedless>;

/** A pointer into a context, other than to its start, that is handed to a function. */
export type PassedAddress = Found<RecordedAddress> & Executed;

/** A member that the kernel's struct does not have. `span` is its name. */
export type MissingMember = Found<RecordedMissing> & Executed;

/** An operation with pointers that the text alone shows. */
export type PointerOperation = Found<RecordedOperation> & Executed;

/** A call of a function that the verifier checks by itself. */
export type GlobalCall = Found<RecordedGlobalCall> & Executed;

/** An argument of a traced function, taken out of the context's registers. */
export type RegisterArgument = Found<RecordedRegister>;

/** Two loads that the compiler merges into one from a selected address. `span` is the second. */
export interface MergedLoads extends Found<Omit<RecordedMerge, 'first'>> {
  readonly first: FileSpan;
}

/** A function with a body, where the text itself has it; what a macro made stands at the macro's use. */
export interface PlacedFunction {
  readonly name: string;
  /** From its type to its closing brace. */
  readonly span: Span;
}

export interface BpfFile {
  readonly programs: readonly Program[];
  /** All functions that the text itself defines, programs included. */
  readonly functions: readonly PlacedFunction[];
  /** The programs that its headers hold. */
  readonly headerPrograms: readonly Program[];
  /** Those of the text and its headers that were not judged, or not to their end. */
  readonly unjudged: readonly UnjudgedProgram[];
  /** Sections that hold no function: maps, the licence, variables. */
  readonly otherSections: readonly SectionMark[];
  /** Structs of known contexts that the file declares. */
  readonly declaredContexts: readonly DeclaredContext[];
  readonly defines: readonly Define[];
  readonly comments: readonly Comment[];
}

/** `unknown-section`: no loader knows it; `too-large`: not followed to its end, or not in time; `damaged`: it does not parse. */
export type UnjudgedReason = 'unknown-section' | 'too-large' | 'damaged';

export interface UnjudgedProgram {
  /** Null where the function itself could not be read. */
  readonly name: string | null;
  readonly section: SectionMark;
  /** The header that holds it; null for the text itself. */
  readonly path: string | null;
  readonly reason: UnjudgedReason;
}

export interface DeclaredContext {
  readonly struct: string;
  readonly fields: readonly { readonly name: string; readonly span: Span }[];
}
