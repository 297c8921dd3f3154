/** What a BPF file says, as plain data with absolute UTF-16 offsets. Decides nothing about right or wrong. */
import type { FileSpan, Span } from '../text.js';
import type { Comment, Define, SectionMark } from '../syntax/ast.js';
import type { ProgramSpec, SectionMatch } from '../kernel/sections.js';
import type { ProbeReadRow } from '../kernel/readings.js';
import type { DeclaredContext } from './declared-contexts.js';
import type { Elements, Use } from './walk/recorded.js';
import type { Chain } from './walk/values.js';

/** A function in a SEC("..."). */
export interface Program {
  readonly name: string;
  readonly nameSpan: Span;
  /** The header that holds it; null for the text itself. Its spans are offsets there. */
  readonly path: string | null;
  /** The whole function, from its type to its closing brace. */
  readonly span: Span;
  readonly section: SectionMark;
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

/** A read or a write through a context pointer, at a known place. */
export interface ContextAccess extends Reached {
  /** What the pointer leads to: `ctx` for the context itself, `ctx->sk` for a socket it yields. */
  readonly region: string;
  readonly struct: string;
  /** The field's name as written, with elements: `src_ip6[3]`; null for an access by offset only. */
  readonly field: string | null;
  /** `unknown` where a macro that is not visible here may read or write it. */
  readonly access: 'read' | 'write' | 'unknown';
  /** Bytes from the start of the region. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** Set where an index chooses the element at run time; `offset` is then the first one's. */
  readonly elements: Elements | null;
  /** The field's name alone, for hover; the same as `span` where there is none. */
  readonly fieldSpan: FileSpan;
  readonly use: Use;
  /** Whether a constant of the loaded program decides if this is reached, so that the verifier may prune it. */
  readonly guarded: boolean;
  /** The reading or the writing half of `|=`, `++` and the like. */
  readonly compound: boolean;
  /** A read and write in one instruction. */
  readonly atomic: boolean;
}

/** A read that goes around the verifier's rewriting of context accesses: BPF_CORE_READ, bpf_probe_read, ... */
export interface ProbeRead extends Reached {
  readonly region: string;
  /** The struct that the pointer's static type shows. */
  readonly struct: string;
  readonly row: ProbeReadRow;
  /** The pointer as written, in parentheses where `->` needs them. */
  readonly pointer: string;
  /** The fields after the pointer, as written; null where the source is no plain path of fields. */
  readonly path: readonly string[] | null;
  readonly offset: number | null;
  /** Bytes the field has. */
  readonly fieldSize: number | null;
  /** Whether it is an array, a struct or the whole context, which no assignment copies. */
  readonly isArray: boolean;
  /** Bytes that are copied where a size is given. */
  readonly size: number | null;
  /** The destination as an lvalue (`v` for `&v`); null when it is none. */
  readonly destination: string | null;
  readonly destinationSize: number | null;
  /** Whether the call stands as a statement of its own, so that its return value is dropped. */
  readonly isStatement: boolean;
  /** Whether the call stands in this text as it is, so that an edit can replace it. */
  readonly isVerbatim: boolean;
}

/** A `return` of the program's own function. */
export interface ProgramReturn extends Reached {
  /** The constants that it may be; empty where the source does not decide it. */
  readonly values: readonly bigint[];
  readonly guarded: boolean;
}

/** A call of a helper, in the program or in a function that it calls. `span` is the name. */
export interface HelperCall extends Reached {
  readonly name: string;
  readonly guarded: boolean;
}

/** A dereference of a pointer that the verifier takes for a number. */
export interface UntrustedDereference extends Reached {
  readonly use: Use;
  /** The way from the pointer, as BPF_CORE_READ takes it; null where it cannot say it. */
  readonly chain: Chain | null;
  readonly isVerbatim: boolean;
  readonly guarded: boolean;
}

/** A pointer that a region yields, used before it was compared with NULL. */
export interface UncheckedPointer extends Reached {
  readonly region: string;
  /** Whether the pointer is tested behind it, where the compiler may move the use to. */
  readonly testedLater: boolean;
  /** Whether it is handed to a helper rather than read through. */
  readonly isArgument: boolean;
  readonly guarded: boolean;
  readonly use: Use;
}

/** A probe read through a kernel pointer whose type the verifier knows. */
export interface NeedlessProbeRead extends Reached {
  readonly row: ProbeReadRow;
  readonly pointer: string;
  /** The fields as written; null where the source is an address. */
  readonly path: readonly string[] | null;
  readonly isVerbatim: boolean;
}

/** A pointer into a context, other than to its start, that is handed to a function. */
export interface PassedAddress extends Reached {
  readonly region: string;
  /** The members whose address it is; empty where it was computed. */
  readonly path: string;
  /** Bytes from the region's start; null where the source does not fix it. */
  readonly offset: number | null;
  readonly callee: string;
  readonly receiver: 'helper' | 'not-inlined' | 'copy';
  /** Its position among the arguments, from 0. */
  readonly argument: number;
  readonly guarded: boolean;
}

/** Two loads that the compiler merges into one from a selected address. `span` is the second. */
export interface MergedLoads extends Reached {
  readonly first: FileSpan;
  /** Bytes. */
  readonly offsets: readonly [number, number];
  readonly paths: readonly [string, string];
  readonly guarded: boolean;
}

export interface BpfFile {
  readonly programs: readonly Program[];
  /** The programs that its headers hold. */
  readonly headerPrograms: readonly Program[];
  /** Sections that hold no function: maps, the licence, variables. */
  readonly otherSections: readonly SectionMark[];
  /** Structs of known contexts that the file declares. */
  readonly declaredContexts: readonly DeclaredContext[];
  readonly defines: readonly Define[];
  readonly comments: readonly Comment[];
}
