/** The state of one walk through a program, and what its parts may ask of each other. */
import type { RecordedStacked } from './recorded-stack.js';
import type { RecordedMapUse, RecordedReadOnly } from './recorded-maps.js';
import type { KernelTypes } from '../../btf/kernel-types.js';
import type { KernelFacts } from '../../kernel/facts.js';
import type { ProgramSpec } from '../../kernel/sections.js';
import type { Expr, FunctionDef, Stmt } from '../../syntax/ast.js';
import type { Watch } from '../../syntax/watch.js';
import type { Span } from '../../text.js';
import type { ParseStatements, TypeResolver } from '../resolve.js';
import type { Operation } from '../origins/operations.js';
import type { Declared, Symbols } from '../symbols.js';
import type { Type } from '../types.js';
import type { Environment, Snapshot } from './environment.js';
import type { Frame, Located } from './located.js';
import { PathEnd, type Path } from './paths/path.js';
import type { RecordedGlobalCall, RecordedMissing, RecordedRegister } from './recorded-others.js';
import type {
  Elements,
  RecordedAccess,
  RecordedAddress,
  RecordedDereference,
  RecordedUnchecked,
  RecordedHelperCall,
  RecordedNeedless,
  RecordedOutsideCall,
  RecordedOperation,
  RecordedProbeRead,
  RecordedReturn,
  Use,
} from './recorded.js';
import type { RecordedArgument } from './recorded-arguments.js';
import type { Cell, Chain, Typed } from './values.js';

/** Something that can be read, written or pointed to. */
export type Place = ContextPlace | LocalPlace | KernelPlace | OtherPlace;

/** Any other memory. `where` tells it apart on a path: what it is counted from, and bytes; absent where nobody can say. */
export interface OtherPlace {
  readonly kind: 'other';
  readonly type: Type;
  readonly where?: Where | undefined;
  /** The width of a bit-field, in bits. */
  readonly bits?: number | undefined;
  /** Numbers that the place depends on: a pointer, an index. */
  readonly via?: readonly Typed[] | undefined;
}

/** Where bytes begin: so many behind a variable (`x`), or behind what a pointer points to (`*p`). */
export interface Where {
  readonly base: string;
  readonly offset: number;
}

/** A local variable or a member of one. */
export interface LocalPlace {
  readonly kind: 'local';
  readonly cell: Cell;
  /** The variable's name; empty where it was reached by its address. */
  readonly name: string;
  /** The members from the variable on. */
  readonly path: readonly string[];
  readonly type: Type;
}

/** Memory that a kernel pointer leads to. */
export interface KernelPlace {
  readonly kind: 'kernel';
  readonly trusted: boolean;
  readonly isCopied?: true;
  readonly type: Type;
  /** The way from the pointer; null where BPF_CORE_READ cannot say it. */
  readonly chain: Chain | null;
}

export interface ContextPlace {
  readonly kind: 'context';
  readonly region: string;
  /** Null where the source does not fix it. */
  readonly offset: number | null;
  readonly type: Type;
  readonly owner: string | null;
  readonly path: string;
  readonly fieldAt: Located | null;
  readonly nullable: boolean;
  /** As a pointer's. */
  readonly memberAt?: number | undefined;
  /** A local copy stands for it: reads go to the context, writes do not. */
  readonly isCopy?: true;
  /** Set by an index that is known at run time only: the offset of element 0, and what is known of the others. */
  readonly varying: (Elements & { readonly first: number }) | null;
}

/** Memory that is no local and no context. */
export function elsewhere(type: Type, where?: Where, via?: readonly Typed[]): OtherPlace {
  return { kind: 'other', type, where, via };
}

/** Whether control goes on after a statement. */
export type Flow = 'falls' | 'ends';

/** A function that a program reaches, with the calls that lead there. */
export interface ReachedFunction extends Declared<FunctionDef> {
  readonly calls: readonly Located[];
}

/** A function that is being walked. */
export interface Activation {
  readonly fn: FunctionDef;
  readonly unused: ReadonlySet<string>;
  /** What its return statements gave so far. */
  returned: Typed | null;
}

export interface Walk {
  readonly spec: ProgramSpec;
  readonly facts: KernelFacts;
  /** The types of the kernel that the program must load on; null where they are not known. */
  readonly kernel: KernelTypes | null;
  readonly symbols: Symbols;
  readonly types: TypeResolver;
  readonly parse: ParseStatements;
  readonly watch: Watch;
  readonly found: {
    accesses: RecordedAccess[];
    probeReads: RecordedProbeRead[];
    returns: RecordedReturn[];
    helperCalls: RecordedHelperCall[];
    outsideCalls: RecordedOutsideCall[];
    arguments: RecordedArgument[];
    stacked: RecordedStacked[];
    mapUses: RecordedMapUse[];
    readOnly: RecordedReadOnly[];
    dereferences: RecordedDereference[];
    unchecked: RecordedUnchecked[];
    needless: RecordedNeedless[];
    addresses: RecordedAddress[];
    missing: RecordedMissing[];
    operations: RecordedOperation[];
    globalCalls: RecordedGlobalCall[];
    registers: RecordedRegister[];
    functions: ReachedFunction[];
    truncated: boolean;
  };
  /** Subprograms that were walked, by function and what their arguments are, with what they return. */
  readonly subprograms: Map<FunctionDef, Map<string, Typed>>;
  environment: Environment;
  frame: Frame;
  activation: Activation;
  /** The expression that is a statement of its own. */
  statement: Expr | null;
  /** The variable, or its part, whose value the statement that is run gives in vain: the next one replaces it. */
  overwritten: string | null;
  /** Comparisons that decide a branch. */
  readonly conditions: WeakSet<Expr>;
  /** Expressions that do something with pointers which the text alone shows. */
  readonly operations: ReadonlyMap<Expr, Operation>;
  /** Above 0: nothing is recorded, only types are asked for. */
  muted: number;
  /** What held at each `break` and `continue` of the loop or switch that is walked. */
  exits: { readonly ofBreak: Snapshot[]; readonly ofContinue: Snapshot[] };
  /** Another number each time: for names that nothing else has. */
  readonly count: () => number;
  /** How many loops surround what is walked, in this function. */
  loops: number;
  steps: number;
  /** The one way that is followed; null where all of them are looked at. */
  readonly path: Path | null;

  place(expr: Expr): Place;
  value(expr: Expr, use: Use): Typed;
  run(stmt: Stmt): Flow;
  runAll(stmts: readonly Stmt[]): Flow;
}

/** The most nodes that one program is walked for; beyond it the walk ends and says so. */
const maximumSteps = 300_000;

/** The same for one path. */
const longestPath = 20_000;

/** Counts a step; false when the walk must end. */
export function step(walk: Walk): boolean {
  walk.steps++;
  walk.watch.spend(2);
  if (walk.steps <= (walk.path ? longestPath : maximumSteps)) return true;
  if (walk.path) throw new PathEnd();
  walk.found.truncated = true;
  return false;
}

/** The path that is followed, where what is walked is really executed. */
export function pathOf({ path, muted }: Walk): Walk['path'] {
  return muted === 0 ? path : null;
}

/** Whether a path only asks what an operand would be: whatever that changes is not changed. */
export function isPeeking({ path, muted }: Walk): boolean {
  return path !== null && muted > 0;
}

/** Runs something whose reads and writes do not count: the operand of typeof. */
export function muted<T>(walk: Walk, run: () => T): T {
  walk.muted++;
  try {
    return run();
  } finally {
    walk.muted--;
  }
}

/** The text of a node in the item that is being walked, its macros expanded. */
export function textOf(walk: Walk, node: { readonly span: Span }): string {
  return walk.frame.content.text.slice(node.span.start, node.span.end);
}
