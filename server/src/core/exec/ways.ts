/**
 * Where control goes at the end of a block: on in the same state where that is settled, else in a state for each way,
 * one of them the same. Knows tests; not which way is worth trying.
 */
import type { Terminator } from '../ir/ir.js';
import type { Width } from '../ir/operator.js';
import { binary, compare, constant } from './build-terms.js';
import { append, lengthOf } from './chain.js';
import { assume, truthOf } from './facts.js';
import { evaluate } from './model.js';
import type { Run } from './run.js';
import { type Decision, dropFrame, fork, type State, topOf } from './state.js';
import { partsOf, type Term } from './terms.js';
import { valueOf } from './transfer.js';

/** The states in which the path goes on; none where it ends. The state itself is among them where there is one way. */
export function ways(run: Run, state: State, terminator: Terminator): readonly State[] {
  const frame = topOf(state);
  switch (terminator.op) {
    case 'jump':
      return [goTo(state, terminator.target)];
    case 'branch': {
      const test = valueOf(run, frame, terminator.test, 32);
      const term = test.kind === 'number' ? test.term : null;
      return split(run, state, term, terminator.at, terminator.then, terminator.otherwise);
    }
    case 'switch':
      return cases(run, state, terminator);
    case 'return':
      return leaveFunction(run, state, terminator);
    default:
      return [];
  }
}

function goTo(state: State, block: number): State {
  const frame = topOf(state);
  frame.block = block;
  frame.index = 0;
  return state;
}

/** One block where the term is not 0, another one where it is; null is a test of which nothing is known. */
function split(
  run: Run,
  state: State,
  term: Term | null,
  at: number,
  then: number,
  otherwise: number,
): readonly State[] {
  const known = term === null ? null : truthOf(state.facts, term);
  if (known !== null) return [goTo(state, known ? then : otherwise)];
  const not = decided(run, fork(state), term, { at, truth: false, by: 'branch' });
  const is = decided(run, state, term, { at, truth: true, by: 'branch' });
  return [...(not ? [goTo(not, otherwise)] : []), ...(is ? [goTo(is, then)] : [])];
}

/** The state, in which the term came out one way from now on; null where it cannot. */
function decided(run: Run, way: State, term: Term | null, decision: Omit<Decision, 'fn'>): State | null {
  const { truth } = decision;
  const facts = term === null ? way.facts : assume(way.facts, term, truth);
  if (!facts) return null;
  way.facts = facts;
  way.decisions = append(way.decisions, { fn: topOf(way).fn.name, ...decision });
  if (term === null || isAssumed(run, term)) {
    const name =
      term === null || !isOfProgram(run, term) ? `decision ${lengthOf(way.decisions)}` : `term ${term}`;
    way.assumed = new Map([...way.assumed, [name, truth]]);
  } else if (way.model && (evaluate(run.arena, term, way.model) !== 0n) !== truth) {
    way.start = way.model;
    way.model = null;
  }
  return way;
}

/** Whether it is not for whoever runs the program to say how a test comes out. */
export function isAssumed(run: Run, term: Term): boolean {
  return symbolsOf(run, term).some((kind) => kind !== 'input');
}

/** Whether the test is the same wherever it is made: of load-time constants alone. */
function isOfProgram(run: Run, term: Term): boolean {
  return symbolsOf(run, term).every((kind) => kind === 'load-time');
}

function symbolsOf(run: Run, term: Term) {
  return partsOf(run.arena, [term]).flatMap((part) => {
    const node = run.arena.node(part);
    return node.kind === 'symbol' ? [node.symbol] : [];
  });
}

function cases(run: Run, state: State, terminator: Extract<Terminator, { op: 'switch' }>): readonly State[] {
  const value = valueOf(run, topOf(state), terminator.value, terminator.bits);
  const found: State[] = [];
  let rest: State | null = state;
  for (const { low, high, target } of terminator.cases) {
    const test: Term | null =
      value.kind === 'number' ? isWithin(run, value.term, terminator.bits, low, high) : null;
    const known: boolean | null = test === null ? null : truthOf(rest.facts, test);
    if (known === true) return [...found, goTo(rest, target)];
    if (known === false) continue;
    const taken = decided(run, fork(rest), test, { at: terminator.at, truth: true, by: 'switch' });
    if (taken) found.push(goTo(taken, target));
    rest = decided(run, rest, test, { at: terminator.at, truth: false, by: 'switch' });
    if (!rest) return found;
  }
  return [...found, goTo(rest, terminator.otherwise)];
}

/** `low <= value <= high`, as a term that is not 0. */
function isWithin(run: Run, value: Term, bits: Width, low: bigint, high: bigint): Term {
  const { arena } = run;
  if (low === high) return compare(arena, 'eq', bits, value, constant(arena, bits, low));
  const moved = binary(arena, 'sub', bits, value, constant(arena, bits, low));
  return compare(arena, 'ule', bits, moved, constant(arena, bits, high - low));
}

function leaveFunction(
  run: Run,
  state: State,
  terminator: Extract<Terminator, { op: 'return' }>,
): readonly State[] {
  const frame = topOf(state);
  const bits = frame.fn.returns ?? 64;
  const value = terminator.value === null ? null : valueOf(run, frame, terminator.value, bits);
  dropFrame(state);
  const caller = state.frames.at(-1);
  if (!caller) return [];
  if (frame.result !== null && value) caller.registers[frame.result] = value;
  return [state];
}
