/** Notes what helpers are handed over, as far as the verifier surely sees it so. */
import { sizeOf } from '../types.js';
import type { Expr } from '../../syntax/ast.js';
import { eachExpression, eachStatement, expressionsOf, someExpression } from '../visit.js';
import { settled } from './numbers.js';
import type { Given } from './recorded-arguments.js';
import type { Typed } from './values.js';
import type { Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** Records the arguments of a call of a helper, by what kind of register each is. */
export function noteArguments(walk: Walk, call: Call, helper: string, args: readonly Typed[]): void {
  if (walk.muted > 0 || walk.facts.helpers.id(helper) === null) return;
  args.forEach((argument, index) => {
    const written = call.args[index];
    if (!written) return;
    for (const given of givensOf(walk, argument))
      walk.found.arguments.push({
        helper,
        index,
        given,
        isCompared: isCompared(walk, written),
        at: walk.frame.locate(written.span),
        calls: walk.frame.calls,
        guarded: walk.environment.isDoubtful(),
      });
  });
}

/** Which of a number's tests are followed only a path can tell. */
function givensOf(walk: Walk, argument: Typed): readonly Given[] {
  const given = givenBy(walk, argument);
  if (given === null) return [];
  const isNumber = argument.type.kind === 'integer' && (given === 'number' || given === 'variable');
  if (!isNumber) return [given];
  if (!walk.path) return [given, 'unfollowed'];
  const { value } = argument;
  return value.kind === 'unknown' && value.name !== undefined ? [given] : ['unfollowed'];
}

/** Null where it may be anything. What a local points to is the local's own business. */
function givenBy(walk: Walk, argument: Typed): Given | null {
  const { value } = settled(walk, argument);
  switch (value.kind) {
    case 'constant':
      return value.value === 0n ? 'zero' : 'constant';
    case 'kernel':
      return value.trusted ? null : 'number';
    case 'context':
      return value.region === 'ctx' && value.offset === 0 && value.path === '' ? 'context' : null;
    case 'address':
      return 'stack';
    case 'unknown':
      return value.name === undefined ? numberOf(argument) : namedValue(walk, value.name, argument);
    default:
      return null;
  }
}

/** Whether the function that is walked asks if some part of it equals something, which may leave one number only. */
function isCompared({ activation }: Walk, written: Expr): boolean {
  const names = new Set<string>();
  eachExpression(written, (each) => void (each.kind === 'ident' && names.add(each.name)));
  const isAbout = (expr: Expr): boolean =>
    someExpression(expr, (each) => each.kind === 'ident' && names.has(each.name));
  const compares = (expr: Expr): boolean =>
    someExpression(expr, (each) => each.kind === 'binary' && /^[!=]=$/.test(each.op) && isAbout(each));
  let found = false;
  if (activation.fn.body)
    eachStatement(activation.fn.body, (stmt) => {
      found ||= expressionsOf(stmt).some(stmt.kind === 'switch' ? isAbout : compares);
    });
  return found;
}

/** What others know (`?`) may be a constant to them, what was lost (`!`) anything; addresses of globals are told apart. */
function namedValue(walk: Walk, name: string, argument: Typed): Given | null {
  const global = /^\?&(\w+)\+0$/.exec(name)?.[1];
  if (global !== undefined) return globalAt(walk, global);
  return /^[?!]/.test(name) ? null : numberOf(argument);
}

/** Less than 8 bytes hold no pointer. */
function numberOf({ type }: Typed): Given | null {
  if (type.kind !== 'integer') return null;
  return (sizeOf(type) ?? 8) < 8 ? 'number' : 'variable';
}

function globalAt({ symbols }: Walk, name: string): Given | null {
  const variable = symbols.variable(name);
  if (!variable || variable.node.isExtern) return null;
  const sections = variable.content.sections.map((each) => each.name);
  if (sections.some((each) => each === null)) return null;
  return sections.some((each) => each === '.maps' || each === 'maps') ? 'map' : 'global';
}
