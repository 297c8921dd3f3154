/** Notes calls of global functions, with what the verifier tells apart in their parameters and results. */
import type { GlobalShape } from '../../kernel/global-functions.js';
import type { Expr, FunctionDef, Parameter } from '../../syntax/ast.js';
import { alwaysRuns } from '../effects.js';
import type { Declared } from '../symbols.js';
import { sizeOf, type Type } from '../types.js';
import { isGlobal } from './addresses.js';
import type { Walk } from './walk.js';

/** Records a call of a function that the verifier checks by itself. */
export function noteGlobalCall(
  walk: Walk,
  call: Extract<Expr, { kind: 'call' }>,
  fn: Declared<FunctionDef>,
): void {
  if (walk.muted > 0 || !isGlobal(fn.node)) return;
  walk.found.globalCalls.push({
    fn,
    result: shapeOfResult(walk.types.resolve(fn.node.returns)),
    parameters: fn.node.params.map((param) => shapeOfParameter(walk, param)),
    isKept: alwaysRuns(fn.node, (name) => isEffect(walk, name)),
    at: walk.frame.locate(call.span),
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
  });
}

/** A helper, or a macro that calls one. */
function isEffect({ facts }: Walk, name: string): boolean {
  return facts.helpers.id(name) !== null || facts.readings.meaning(name) === 'uses';
}

function shapeOfResult(type: Type): GlobalShape | null {
  if (type.kind === 'void') return 'void result';
  return type.kind === 'pointer' ? 'pointer result' : null;
}

/** Null for numbers, for contexts, for what a tag says more about, and for what is not known here. */
function shapeOfParameter(walk: Walk, { type: written, attributes = [] }: Parameter): GlobalShape | null {
  if (attributes.length > 0) return null;
  if (written.kind === 'pointer' && written.to.kind === 'function') return 'function pointer';
  const type = walk.types.resolve(written);
  if (type.kind === 'array') return 'memory';
  if (type.kind === 'struct' && type.layout.size !== null)
    return type.layout.isUnion ? 'union by value' : 'struct by value';
  if (type.kind !== 'pointer') return null;
  if (type.to.kind === 'void') return 'void pointer';
  const isContext = type.to.kind === 'struct' && walk.facts.context(type.to.layout.name) !== null;
  return isContext || sizeOf(type.to) === null ? null : 'memory';
}
