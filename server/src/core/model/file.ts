/** What a BPF file says, as plain data with absolute UTF-16 offsets. Decides nothing about right or wrong. */
import type { Span } from '../text.js';
import type { Comment, Define, SectionMark } from '../syntax/ast.js';
import type { ProgramSpec, SectionMatch } from '../kernel/sections.js';

/** A function in a SEC("..."). */
export interface Program {
  readonly name: string;
  readonly nameSpan: Span;
  /** The whole function, from its type to its closing brace. */
  readonly span: Span;
  readonly section: SectionMark;
  /** What the loaders make of the section; null when neither knows it. */
  readonly match: SectionMatch | null;
  /** The context parameter; null where the function takes none or its macro hides it. */
  readonly context: ContextParameter | null;
}

export interface ContextParameter {
  readonly name: string | null;
  readonly span: Span;
  /** The span of the type's words, e.g. `struct bpf_sock`. */
  readonly typeSpan: Span;
  /** The struct it points to, as written; null for `void *` and whatever is no pointer to a struct. */
  readonly struct: string | null;
}

/** A read or a write through a context pointer, at a known place. */
export interface ContextAccess {
  readonly program: Program;
  readonly spec: ProgramSpec;
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
  /** The whole lvalue: `ctx->src_ip6[3]`. */
  readonly span: Span;
  /** The field's name alone, for hover; the same as `span` where there is none. */
  readonly fieldSpan: Span;
  /** The calls that brought the context here, outermost first. */
  readonly calls: readonly Span[];
}

export interface BpfFile {
  readonly programs: readonly Program[];
  /** Sections that hold no function: maps, the licence, variables. */
  readonly otherSections: readonly SectionMark[];
  readonly defines: readonly Define[];
  readonly comments: readonly Comment[];
}
