/**
 * Where a value came from: follows a register or a place in the stack back from the refused instruction over copies,
 * spills and calls, and notes where it was made, changed, tested, or lost. Knows instructions, not messages.
 */
import type { Location, Operand, Operation, Step, Value } from './log.js';
import type { MessageTable } from './messages.js';
import { stackSlot } from './replay.js';
import { callStep, changeStep, loadStep, setStep, testStep, type TrailStep } from './trail-words.js';

/** What is followed, at a step that has not happened yet. */
interface Cursor {
  readonly location: Location;
  readonly frame: number;
}

type Moved = { readonly events: readonly TrailStep[]; readonly next: Cursor | null };

const mostFollowed = 3;

/**
 * The trail of `location` as it is before step `end`, in the order of the program. A number that was added to a
 * pointer is followed, too.
 */
export function trailOf(
  path: readonly Step[],
  end: number,
  location: Location,
  table: MessageTable,
  depth = 0,
): readonly TrailStep[] {
  const found: TrailStep[] = [];
  let cursor: Cursor | null = { location, frame: path[end]?.frame ?? 0 };
  for (let at = end - 1; at >= 0 && cursor; at--) {
    const step = path[at];
    if (!step) break;
    const { events, next }: Moved = back(step, at, cursor, table);
    found.push(...events);
    const added = depth < mostFollowed ? addedNumber(step, cursor) : null;
    if (added !== null) found.push(...trailOf(path, at, added, table, depth + 1).filter(isOfNumber));
    cursor = next;
  }
  return sorted(found);
}

function isOfNumber({ kind }: TrailStep): boolean {
  return kind !== 'set';
}

/** In the program's order, each place once. */
function sorted(steps: readonly TrailStep[]): readonly TrailStep[] {
  const known = new Map<number, TrailStep>();
  for (const step of steps) if (!known.has(step.at)) known.set(step.at, step);
  return [...known.values()].sort((a, b) => a.at - b.at);
}

/** One step back: what it did to the value, and where the value was before. */
function back(step: Step, at: number, cursor: Cursor, table: MessageTable): Moved {
  const { operation } = step.instruction;
  const lost = lossOf(step, at, cursor, table);
  if (step.frame < cursor.frame) return enterCaller(step, at, cursor);
  if (step.frame > cursor.frame) return { events: lost, next: leaveCallee(step, cursor) };
  if (operation.kind === 'jump') return { events: testOf(step, at, cursor), next: cursor };
  if (!writes(operation, cursor.location)) return { events: lost, next: cursor };
  return { ...origin(step, at, cursor), ...(lost.length > 0 && { events: lost }) };
}

/** The value was handed to the function that the path is in. */
function enterCaller(step: Step, at: number, cursor: Cursor): Moved {
  const isArgument = /^R[1-5]$/.test(cursor.location);
  if (!isArgument || step.instruction.operation.kind !== 'call') return { events: [], next: null };
  return {
    events: [
      { kind: 'argument', at, what: `handed to the function as argument ${cursor.location.slice(1)}` },
    ],
    next: { ...cursor, frame: step.frame },
  };
}

/** A called function's steps are passed by, unless the value is what it returned. */
function leaveCallee(step: Step, cursor: Cursor): Cursor {
  const isResult = cursor.location === 'R0' && step.instruction.operation.kind === 'exit';
  return isResult && step.frame === cursor.frame + 1 ? { location: 'R0', frame: step.frame } : cursor;
}

/** A call may end a pointer's life whichever register it stands in. */
function lossOf(
  { instruction, before }: Step,
  at: number,
  cursor: Cursor,
  table: MessageTable,
): readonly TrailStep[] {
  const { operation } = instruction;
  if (operation.kind !== 'call' || operation.callee.kind !== 'named') return [];
  const { name } = operation.callee;
  const value = before.get(cursor.location);
  if (table.movesPacket(name) && isPacket(value))
    return [
      {
        kind: 'invalidated',
        at,
        what: `${name} may move the packet: every pointer to it from before is void`,
      },
    ];
  const isGiven = value && value.id !== 0 && [...argumentsOf(before)].some((each) => each.id === value.id);
  if (table.releases(name) && (isGiven || (!value && /^R[6-9]$/.test(cursor.location))))
    return [
      { kind: 'released', at, what: `${name} gives it back: it must not be used any more`, call: name },
    ];
  return [];
}

function isPacket(value: Value | undefined): boolean {
  return value === undefined || (value.range !== null && value.kind !== 'pkt_end');
}

function* argumentsOf(registers: Step['before']): Iterable<Value> {
  for (const name of ['R1', 'R2', 'R3', 'R4', 'R5']) {
    const value = registers.get(name);
    if (value) yield value;
  }
}

/** Whether an operation puts something into a location. */
function writes(operation: Operation, location: Location): boolean {
  if (operation.kind === 'call') return /^R[0-5]$/.test(location);
  if (operation.kind === 'store')
    return operation.memory.base === 'R10' && stackSlot(operation.memory.offset) === location;
  return 'target' in operation && operation.target === location;
}

/** What wrote the value, and what it wrote it from. */
function origin(step: Step, at: number, cursor: Cursor): Moved {
  const { operation } = step.instruction;
  const follow = (location: Location): Cursor => ({ ...cursor, location });
  switch (operation.kind) {
    case 'move':
    case 'store':
      if ('register' in operation.from) return { events: [], next: follow(operation.from.register) };
      return { events: [{ kind: 'set', at, what: `set to ${operation.from.number}` }], next: null };
    case 'load':
      if (operation.memory.base === 'R10')
        return { events: [], next: follow(stackSlot(operation.memory.offset)) };
      return { events: [loadStep(step, at)], next: null };
    case 'math':
      return { events: [changeStep(step, at, cursor.location)], next: cursor };
    case 'constant':
      return { events: [setStep(step, at, cursor.location)], next: null };
    case 'call':
      return { events: [callStep(step, at, cursor.location)], next: null };
    default:
      return { events: [], next: null };
  }
}

/** The number in a register that a pointer or a number was changed by. */
function addedNumber(step: Step, cursor: Cursor): Location | null {
  const { operation } = step.instruction;
  if (step.frame !== cursor.frame || operation.kind !== 'math' || operation.target !== cursor.location)
    return null;
  return 'register' in operation.from && operation.from.register !== cursor.location
    ? operation.from.register
    : null;
}

/** A conditional jump says something of the value where it compares it, or a value of the same origin. */
function testOf(step: Step, at: number, cursor: Cursor): readonly TrailStep[] {
  const { operation } = step.instruction;
  if (operation.kind !== 'jump' || !operation.condition) return [];
  const [before, after] = [step.before.get(cursor.location), step.after.get(cursor.location)];
  const isChanged = before !== undefined && after !== undefined && before.text !== after.text;
  const isCompared =
    concerns(step, cursor, operation.condition.left) || concerns(step, cursor, operation.condition.right);
  if (!isChanged && !isCompared) return [];
  return [testStep(step, at, cursor.location)];
}

/** The register itself, or a pointer into the packet of the same origin. */
function concerns({ before }: Step, { location }: Cursor, side: Location | Operand): boolean {
  const register = typeof side === 'string' ? side : 'register' in side ? side.register : null;
  if (register === null) return false;
  if (register === location) return true;
  const [value, other] = [before.get(location), before.get(register)];
  if (!value || !other || value.kind !== other.kind) return false;
  return value.range !== null ? value.id === other.id : value.id !== 0 && value.id === other.id;
}
