/** Walks into functions of the file that get a context, once for each shape of arguments. */
import type { Expr, FunctionDef } from '../../syntax/ast.js';
import type { Declared } from '../symbols.js';
import { isGlobal, noteAddresses, noteGlobalArguments } from './addresses.js';
import { noteGlobalCall } from './global-calls.js';
import { convert } from './conversions.js';
import { createEnvironment } from './environment.js';
import { isParameterUsed, unusedLocals } from './liveness.js';
import { itemFrame } from './located.js';
import { unknownType, type Type } from '../types.js';
import { taken } from './kernel-pointers.js';
import { copiedAs } from './pointees.js';
import { fresh } from './names.js';
import { isChecked } from './nullness.js';
import { noteEffect } from './paths/effects.js';
import { PathEnd, type Path } from './paths/path.js';
import type { Use } from './recorded.js';
import { ofType, unknownValue, untyped, type Typed, type Value } from './values.js';
import { pathOf, type Activation, type Walk } from './walk.js';

const maximumDepth = 24;
/** Constants in arguments make shapes of their own; a function is not walked for more than so many. */
const mostShapes = 16;

/** The value of a call to a function of this file. */
export function callSubprogram(
  walk: Walk,
  call: Extract<Expr, { kind: 'call' }>,
  fn: Declared<FunctionDef>,
  use: Use,
): Typed {
  const args = call.args.map((argument, i) =>
    walk.value(argument, isIgnored(fn.node, i) ? 'dropped' : 'used'),
  );
  if (isKeptApart(fn.node)) noteAddresses(walk, call, args, fn.node.name, 'not-inlined');
  noteGlobalArguments(walk, call, args, fn.node, use);
  noteGlobalCall(walk, call, fn);
  if (walk.path) return passThrough(walk, call, fn, args);
  const known = isGlobal(fn.node) ? args.map(withoutNumber) : args;
  const result = runSubprogram(walk, call, fn, known);
  // It may have tested the pointer, and its result may tell.
  for (const { value } of args)
    if (walk.muted === 0 && value.kind === 'context' && value.nullable)
      walk.environment.checked(value.region);
  return result;
}

/**
 * On a path. The compiler may know what a global function gives for its arguments, and the verifier looks into it with
 * any: either the path goes on as an execution does, or it ends with the function.
 */
function passThrough(
  walk: Walk,
  call: Extract<Expr, { kind: 'call' }>,
  fn: Declared<FunctionDef>,
  args: readonly Typed[],
): Typed {
  const path = pathOf(walk);
  if (!path || !isGlobal(fn.node)) return runSubprogram(walk, call, fn, args);
  for (const argument of args) noteEffect(walk, argument, fn.node.name);
  const isAlone = args.some(isNumber) && endsWithin(path, fn);
  if (!isAlone) return runSubprogram(walk, call, fn, args);
  noteEffect(
    walk,
    runSubprogram(
      walk,
      call,
      fn,
      args.map((each) => anyNumber(walk, each)),
    ),
    'return',
  );
  throw new PathEnd();
}

/** Liked where the place that is looked for lies in the function. */
function endsWithin(path: Path, { node, content }: Declared<FunctionDef>): boolean {
  const liked = node.body !== null && path.isAim({ ...node.body.span, content });
  return (path.choose(2) === 0) === liked;
}

/** The verifier checks a global function for any number. */
function withoutNumber(argument: Typed): Typed {
  return isNumber(argument) ? ofType(argument.type) : argument;
}

/** What the verifier knows of a number that a global function gets. */
function anyNumber(walk: Walk, number: Typed): Typed {
  return isNumber(number) ? fresh(walk, number.type) : number;
}

function isNumber({ type }: Typed): boolean {
  return type.kind === 'integer';
}

/** A parameter that a static function does nothing with takes its argument along when it is optimized away. */
function isIgnored(fn: FunctionDef, index: number): boolean {
  const name = fn.params[index]?.name ?? null;
  return fn.isStatic && name !== null && !isParameterUsed(fn, name);
}

/** Walks a function that is called here with these arguments, unless it was walked with their like. */
export function runSubprogram(
  walk: Walk,
  call: Extract<Expr, { kind: 'call' }>,
  fn: Declared<FunctionDef>,
  args: readonly Typed[],
): Typed {
  const result = ofType(walk.types.resolve(fn.node.returns));
  if (walk.frame.calls.length >= maximumDepth) walk.found.truncated = true;
  if (walk.muted > 0 || walk.frame.calls.length >= maximumDepth) return result;
  const calls = [...walk.frame.calls, walk.frame.locate(call.span)];
  if (walk.path) return typedResult(walkBody(walk, fn, args, calls), result.type);
  const known = walk.subprograms.get(fn.node) ?? new Map<string, Typed>();
  walk.subprograms.set(fn.node, known);
  const key = [
    walk.environment.isDoubtful(),
    ...args.map((argument) => shapeOf(walk, argument.value, argument.type)),
  ].join();
  const seen = known.get(key) ?? (known.size >= mostShapes ? result : undefined);
  if (seen) return seen;
  known.set(key, result);
  const value = typedResult(walkBody(walk, fn, args, calls), result.type);
  known.set(key, value);
  return value;
}

function typedResult({ value, type }: Typed, declared: Type): Typed {
  return { value, type: declared.kind === 'unknown' ? type : declared };
}

/** Whether the compiler makes a call of it: where it is told so, and where others may call it, too. */
export function isKeptApart({ attributes, isStatic }: FunctionDef): boolean {
  const isInline = attributes.some((each) => /inline/.test(each) && !/no_?inline/.test(each));
  return attributes.some((each) => /^(?:__)?no_?inline/.test(each)) || (!isStatic && !isInline);
}

function shapeOf(walk: Walk, value: Value, type: Type): string {
  switch (value.kind) {
    case 'constant':
      return String(value.value);
    case 'choice':
      return value.values.join('|');
    case 'kernel':
      return `kernel ${value.trusted}`;
    case 'address':
      return `&${shapeOf(walk, value.of.value, value.of.type)}`;
    case 'record':
      return `{${[...value.members].map(([name, member]) => `${name}=${shapeOf(walk, member, unknownType)}`).join()}}`;
    case 'context': {
      const to = type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.layout.name : type.kind;
      const unchecked = value.nullable && !isChecked(walk, value.region) ? '?' : '';
      return `${unchecked}${value.region}+${value.offset}:${value.owner}:${to}@${value.memberAt ?? ''}`;
    }
    default:
      return '';
  }
}

/** Runs a function's body with its parameters bound, and `ctx` where a macro brings it along; gives what its return statements have in common. */
export function walkBody(
  walk: Walk,
  fn: Declared<FunctionDef>,
  args: readonly Typed[],
  calls: Walk['frame']['calls'],
  hiddenContext: Typed | null = null,
): Typed {
  const { environment, frame, activation, loops, exits } = walk;
  walk.found.functions.push({ ...fn, calls });
  const own: Activation = { fn: fn.node, unused: unusedLocals(fn.node), returned: null };
  walk.environment = createEnvironment(walk.watch, environment.snapshot());
  walk.frame = itemFrame(fn.content, calls);
  walk.activation = own;
  if (hiddenContext) walk.environment.declare('ctx', hiddenContext);
  fn.node.params.forEach((param, i) => declareParameter(walk, param, args[i] ?? untyped));
  if (fn.node.body) walk.run(fn.node.body);
  if (walk.path?.leaving && walk.path.leaving.kind !== 'return') throw new PathEnd();
  if (walk.path) walk.path.leaving = null;
  Object.assign(walk, { environment, frame, activation, loops, exits });
  return own.returned ?? untyped;
}

/** A parameter has its declared type: through it the function sees the context. */
function declareParameter(walk: Walk, param: FunctionDef['params'][number], argument: Typed): void {
  if (param.name === null) return;
  const type = walk.types.resolve(param.type);
  const value = passedValue(walk, argument, type);
  const retyped = value.kind === 'context' && type.kind === 'pointer' && type.to.kind === 'struct';
  walk.environment.declare(param.name, {
    type: type.kind === 'unknown' && argument.type.kind !== 'integer' ? argument.type : type,
    value: retyped && value.owner !== type.to.layout.name ? { ...value, owner: null, path: '' } : value,
  });
}

/** What a load through an untrusted pointer gave is a number for an integer parameter; else it may be an array. */
function passedValue(walk: Walk, argument: Typed, type: Type): Value {
  if (/^(?:constant|choice|unknown)$/.test(argument.value.kind)) return convert(walk, type, argument).value;
  if (argument.value.kind !== 'dereferenced') return argument.value;
  taken(walk, argument, type);
  return argument.value.isLoad
    ? { kind: 'kernel', trusted: false, ...copiedAs(argument.value) }
    : unknownValue;
}
