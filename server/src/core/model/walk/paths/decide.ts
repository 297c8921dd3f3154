/** Decides tests on a path: as what is known says, else as the path is meant to go. */
import type { Expr } from '../../../syntax/ast.js';
import { learn } from '../conditions.js';
import { computed, truthOf } from '../numbers.js';
import type { Typed } from '../values.js';
import { intType } from '../../types.js';
import type { Walk } from '../walk.js';
import { noteTest } from './effects.js';
import type { Path } from './path.js';
import { isOfProgram, mustBeAssumed } from './vague.js';
import { kinds } from './done.js';

/** How a test comes out on this path; ends the path where no execution can be found that takes it. */
export function decide(walk: Walk, test: Expr | null, tested: Typed, liked: boolean): boolean {
  const { path } = walk;
  if (!path) return liked;
  const known = truthOf(walk, tested);
  const wish = (test && path.wishes.get(test)) ?? liked;
  const outcome = known ?? (path.choose(2) === 0 ? wish : !wish);
  if (known === null) assume(walk, tested, outcome);
  if (test) learn(walk, test, tested, outcome);
  return outcome;
}

/** Takes a test to have come out one way; where no numbers are found for it, that is an assumption. */
export function assume(walk: Walk, tested: Typed, outcome: boolean): void {
  const { path } = walk;
  if (!path) return;
  noteTest(walk, tested);
  if (!mustBeAssumed(tested) && path.solver.add({ tested, outcome })) return;
  suppose(walk, path, keyOf(path, tested), outcome);
}

/** Assumes something from here on. */
export function suppose({ found }: Walk, path: Path, what: string, outcome: boolean): void {
  const counts = new Map(kinds.map((kind) => [kind, found[kind].length]));
  path.stages.push({ counts, assumed: path.assumed });
  path.assumed = new Map([...path.assumed, [what, outcome]]);
}

/** What is the same for the whole program is one for all paths; anything else only for those that came the same way. */
function keyOf(path: Path, tested: Typed): string {
  const name = tested.value.kind === 'unknown' ? tested.value.name : undefined;
  if (name !== undefined && isOfProgram(tested)) return name;
  const way = path.decisions.slice(0, -1).map(({ taken }) => taken);
  return `${way.join()}#${name ?? path.stages.length}`;
}

/** A value as the 0 or 1 that a condition is. */
export function asCondition(walk: Walk, typed: Typed): Typed {
  const truth = truthOf(walk, typed);
  if (truth !== null) return { value: { kind: 'constant', value: truth ? 1n : 0n }, type: intType };
  return computed(walk, '!', computed(walk, '!', typed, null, intType), null, intType);
}

/** Says how a test should come out, and what that means for its parts. */
export function wish(walk: Walk, test: Expr, outcome: boolean): void {
  walk.path?.wishes.set(test, outcome);
  if (test.kind === 'unary' && test.op === '!') wish(walk, test.operand, !outcome);
  if (test.kind === 'cast') wish(walk, test.operand, outcome);
  if (test.kind === 'call' && test.args[0]) wish(walk, test.args[0], outcome);
  if (test.kind !== 'binary' || (test.op !== '&&' && test.op !== '||')) return;
  wish(walk, test.left, outcome);
  wish(walk, test.right, outcome);
}
