/** Walks one program from its entry, with its context bound to its first parameter. */
import type { KernelTypes } from '../../btf/kernel-types.js';
import type { KernelFacts } from '../../kernel/facts.js';
import type { ProgramSpec } from '../../kernel/sections.js';
import type { FunctionDef, TypeExpr } from '../../syntax/ast.js';
import type { Watch } from '../../syntax/watch.js';
import { operationsIn } from '../origins/operations.js';
import { typeResolver, type ParseStatements, type TypeNames, type TypeResolver } from '../resolve.js';
import type { Declared, Symbols } from '../symbols.js';
import { createEnvironment } from './environment.js';
import { valueOf } from './expressions.js';
import { typedArgument, untypedArgument } from './kernel-pointers.js';
import { itemFrame } from './located.js';
import { mergesIn } from './merges.js';
import { placeOf } from './places.js';
import { fresh } from './names.js';
import type { Path } from './paths/path.js';
import { createSearch } from './paths/search.js';
import type { Recorded } from './recorded.js';
import { runStatement, runStatements } from './statements.js';
import { walkBody } from './subprograms.js';
import type { Type } from '../types.js';
import { untyped, type ContextPointer, type Typed } from './values.js';
import type { Walk } from './walk.js';

/** The kernel that a program must load on, as far as its types are known. */
export interface SeenKernel {
  readonly types: KernelTypes | null;
  /** Whether structs that the file does not declare come from a vmlinux.h, and nowhere else. */
  readonly hasHeaders: boolean;
}

/** All that a program does with its context. Never throws on odd code; ends early on code without end. */
export function walkProgram(
  fn: Declared<FunctionDef>,
  spec: ProgramSpec,
  symbols: Symbols,
  facts: KernelFacts,
  parse: ParseStatements,
  watch: Watch,
  kernel: SeenKernel,
): Recorded {
  const types = typeResolver(symbols, facts, parse, kernel.hasHeaders ? kernel.types : null);
  const operations = operationsIn(fn, spec, symbols, facts, types);
  const along = (path: Path | null): { walk: Walk; run: () => void } => {
    const walk = createWalk(fn, spec, symbols, facts, parse, types, watch, path, kernel.types, operations);
    const run = (): void =>
      void walkBody(walk, fn, entryArguments(walk, fn.node), [], hiddenContext(walk, fn.node));
    return { walk, run };
  };
  const { walk, run } = along(null);
  run();
  return { ...walk.found, merges: mergesOf(walk), search: createSearch(along, watch) };
}

function mergesOf({ found }: Walk): Recorded['merges'] {
  return [...new Set(found.functions)].flatMap(({ node, content }) => {
    const accesses = found.accesses.filter(({ at }) => at.content === content);
    return node.body ? mergesIn(node.body, accesses) : [];
  });
}

/** A macro such as BPF_KPROBE takes the arguments out of the context; their types are the kernel's or nobody's. */
function entryArguments(walk: Walk, fn: FunctionDef): readonly Typed[] {
  if (fn.wrapper === null) return [contextArgument(walk, fn)];
  if (!walk.facts.readings.isWrapper(fn.wrapper)) return [];
  return fn.params.map((param, i) => {
    const type = walk.types.resolve(param.type);
    if (walk.path && type.kind === 'integer') return fresh(walk, type);
    return {
      type,
      value: walk.spec.btfEnabled ? typedArgument(walk, 8 * i, 8) : untypedArgument(walk, 8 * i),
    };
  });
}

/** `ctx` in the body of a function that BPF_KPROBE, BPF_PROG or their kin declare: the macro brings it along. */
function hiddenContext(walk: Walk, fn: FunctionDef): Typed | null {
  if (fn.wrapper === null || !walk.facts.readings.isWrapper(fn.wrapper)) return null;
  const { context } = walk.spec;
  const to: Type =
    context === null ? { kind: 'integer', size: 8, signed: false } : walk.types.struct(context);
  return { type: { kind: 'pointer', to }, value: startOfContext };
}

const startOfContext: ContextPointer = {
  kind: 'context',
  region: 'ctx',
  offset: 0,
  owner: null,
  path: '',
  nullable: false,
};

/** The context as the program's first parameter sees it; a parameter that is no pointer sees none. */
function contextArgument(walk: Walk, fn: FunctionDef): Typed {
  const [param] = fn.params;
  const type = param ? walk.types.resolve(param.type) : null;
  return type?.kind === 'pointer' ? { type, value: startOfContext } : untyped;
}

/** The types that the function declares that is being walked. */
function ownTypes(walk: () => Walk): TypeNames {
  const declared = (name: string): Declared<TypeExpr> | null => {
    const node = walk().environment.typeNamed(name);
    return node && { node, content: walk().frame.content };
  };
  return {
    tagged: declared,
    typedef: (name) => declared(`typedef ${name}`),
    enumConstant: () => null,
    define: () => null,
    typeSource: null,
  };
}

function createWalk(
  fn: Declared<FunctionDef>,
  spec: ProgramSpec,
  symbols: Symbols,
  facts: KernelFacts,
  parse: ParseStatements,
  types: TypeResolver,
  watch: Watch,
  path: Path | null,
  kernel: KernelTypes | null,
  operations: Walk['operations'],
): Walk {
  let counted = 0;
  const count = (): number => ++counted;
  const walk: Walk = {
    spec,
    facts,
    kernel,
    symbols,
    parse,
    types: typeResolver(
      ownTypes(() => walk),
      facts,
      parse,
      null,
      types,
    ),
    watch,
    found: {
      accesses: [],
      probeReads: [],
      returns: [],
      helperCalls: [],
      outsideCalls: [],
      arguments: [],
      stacked: [],
      mapUses: [],
      readOnly: [],
      dereferences: [],
      unchecked: [],
      needless: [],
      addresses: [],
      missing: [],
      operations: [],
      globalCalls: [],
      registers: [],
      functions: [],
      truncated: false,
    },
    subprograms: new Map(),
    environment: createEnvironment(watch),
    frame: itemFrame(fn.content, []),
    activation: { fn: fn.node, unused: new Set(), returned: null },
    statement: null,
    overwritten: null,
    conditions: new WeakSet(),
    operations,
    muted: 0,
    exits: { ofBreak: [], ofContinue: [] },
    count,
    loops: 0,
    steps: 0,
    path,
    place: (expr) => placeOf(walk, expr),
    value: (expr, use) => valueOf(walk, expr, use),
    run: (stmt) => runStatement(walk, stmt),
    runAll: (stmts) => runStatements(walk, stmts),
  };
  return walk;
}
