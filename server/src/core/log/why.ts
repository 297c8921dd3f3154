/**
 * The reason for a refusal in a sentence: from the trail where it tells more than the message, else by the sentence of
 * the message's row. Each kind of reason knows one family of messages; none knows which kernel wrote them.
 */
import type { ExplainedStep } from './explained.js';
import { memoryOf, type Fault } from './fault.js';
import { isInstruction } from './instruction.js';
import type { LogLine } from './log.js';
import type { ReasonKind } from './messages.js';
import type { TrailKind } from './trail-words.js';
import { count, inWords, numberInWords } from './words.js';

type Trail = readonly ExplainedStep[];
type Reason = (fault: Fault, trail: Trail, lines: readonly LogLine[]) => string | null;

/** A sentence; null where neither the trail nor the table has one. `member` is what the source names there. */
export function reasonFor(
  fault: Fault,
  trail: Trail,
  lines: readonly LogLine[],
  member: string | null,
): string | null {
  const { row, groups } = fault;
  if (!row) return null;
  const computed = row.reason === undefined ? null : reasons[row.reason](fault, trail, lines);
  const ofMember = row.whyOfMember === undefined || member === null ? null : row.whyOfMember;
  return computed ?? filled(ofMember ?? row.why, member === null ? groups : { ...groups, member });
}

/** The row's sentence with what the pattern caught; null where a group is missing. */
function filled(template: string, groups: Fault['groups']): string | null {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => groups[name] === undefined)) return null;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? '');
}

/** ` (line 29)`, as far as it is known. */
function onLine({ line }: ExplainedStep): string {
  return line === null ? '' : ` (line ${line + 1})`;
}

function latest(trail: Trail, ...kinds: readonly TrailKind[]): ExplainedStep | undefined {
  return trail.findLast(({ kind }) => kinds.includes(kind));
}

const ofNull: Reason = (_, trail) => {
  const from = latest(trail, 'returned', 'loaded');
  if (!from) return null;
  const what =
    from.kind === 'returned' ? `What ${from.call ?? 'a call'} returned` : `The pointer ${from.what}`;
  return `${what}${onLine(from)} may be NULL, and is used without a test for NULL on this path.`;
};

const ofType: Reason = ({ register }, trail) => {
  const lost = latest(trail, 'invalidated', 'released');
  if (lost) return `${lost.what}${onLine(lost)}.`;
  const turned = trail.findLast(({ detail }) => detail === 'becomes a number');
  if (turned) return `Here ${turned.what}${onLine(turned)}, and a number cannot be used as an address.`;
  const test = latest(trail, 'checked');
  if (test?.detail === 'null') return `${register} is NULL on this path: ${test.what}${onLine(test)}.`;
  const from = latest(trail, 'returned', 'loaded', 'set');
  if (!from) return null;
  const how = from.kind === 'returned' ? `what ${from.call ?? 'a call'} returned` : `an address ${from.what}`;
  return `${register} is ${how}${onLine(from)}: a plain number to the verifier, which does not know what lies behind it.`;
};

const ofPacket: Reason = ({ groups, step, value, register }, trail) => {
  const offset = Number(groups['off'] ?? NaN);
  const size = Number(groups['size'] ?? memoryOf(step)?.size ?? NaN);
  const range = Number(groups['range'] ?? value?.range ?? NaN);
  if (Number.isNaN(offset) || Number.isNaN(size)) return null;
  const bytes = size > 1 ? `bytes ${offset} to ${offset + size - 1}` : `byte ${offset}`;
  const added = latest(trail, 'changed');
  const checked = trail.findLast(({ detail }) => detail === 'packet');
  const isMoved = value !== null && value.low !== value.high;
  if (isMoved && added && range === 0)
    return `${register} moved by a variable (${numberInWords(value)})${onLine(added)}, so that what was compared with data_end before counts no more: compare the new pointer.`;
  if (range > 0)
    return `Only the first ${count(range, 'byte')} ${range === 1 ? 'was' : 'were'} compared with data_end${checked ? onLine(checked) : ''}; ${bytes} of the packet ${size > 1 ? 'are' : 'is'} used.`;
  return `No pointer to the packet that reaches ${bytes} was compared with data_end on this path.`;
};

const ofObject: Reason = ({ groups, step, value }, trail) => {
  const [offset, size, room] = ['off', 'size', 'room'].map((name) => Number(groups[name] ?? NaN));
  if (offset === undefined || size === undefined || room === undefined || Number.isNaN(offset + room))
    return null;
  const access = Number.isNaN(size) ? (memoryOf(step)?.size ?? 1) : size;
  const reach = `This may touch bytes up to ${offset + access - 1} of an object of ${count(room, 'byte')}.`;
  if (offset < 0) return `This may touch bytes from ${offset} of an object of ${count(room, 'byte')}.`;
  const bound = trail.findLast(({ detail }) => detail === 'bounds');
  if (bound?.value)
    return `${reach} The number that is added was only limited to ${numberInWords(bound.value)}${onLine(bound)}.`;
  const isVariable = value !== null && value.low !== value.high;
  return isVariable ? `${reach} The number that is added is not bounded any further.` : reach;
};

const ofLength: Reason = ({ register, value }, trail) => {
  if (register === null || !value) return null;
  const from = latest(trail, 'returned', 'loaded', 'changed');
  const origin = from ? ` (${from.what}${from.line === null ? '' : `, line ${from.line + 1}`})` : '';
  return `The length in ${register} is ${numberInWords(value)}${origin}.`;
};

const ofArithmetic: Reason = ({ step, register }) => {
  const operation = step?.instruction.operation;
  if (operation?.kind !== 'math' || !step) return null;
  const value =
    step.before.get(operation.target) ?? (register === null ? undefined : step.before.get(register));
  const added = 'register' in operation.from ? step.before.get(operation.from.register) : undefined;
  if (!value) return null;
  const what = added ? ` with ${inWords(added)}` : '';
  return `${operation.target} is ${inWords(value)}; the verifier does not follow "${operator(operation.operator)}"${what} on it.`;
};

function operator(name: string): string {
  return /^\W+$/.test(name) ? `${name}=` : name;
}

const ofUninitialised: Reason = ({ register }, trail) => {
  const cleared = latest(trail, 'invalidated');
  if (cleared) return `${register} holds nothing: ${cleared.what}${onLine(cleared)}.`;
  return register === null ? null : `Nothing was put into ${register} on this path.`;
};

const ofLeak: Reason = (_, trail) => {
  const from = latest(trail, 'acquired');
  if (!from) return null;
  return `What ${from.call ?? 'a call'} gave${onLine(from)} is not given back on this path.`;
};

const ofRegion: Reason = (_, trail) => {
  const from = latest(trail, 'entered');
  return from
    ? `What ${from.call ?? 'a call'} began${onLine(from)} is not ended on this path before this.`
    : null;
};

/** The instructions that were passed most often. */
const ofLoop: Reason = (_, __, lines) => {
  const counts = new Map<string, number>();
  for (const { text } of lines) {
    if (!isInstruction(text)) continue;
    const pc = text.slice(0, text.indexOf(':'));
    counts.set(pc, (counts.get(pc) ?? 0) + 1);
  }
  const most = [...counts].sort(([, a], [, b]) => b - a).at(0);
  if (!most || most[1] < 3) return null;
  return `The verifier found no end: it passed instruction ${most[0]} ${most[1]} times on this path.`;
};

const reasons: Readonly<Record<ReasonKind, Reason>> = {
  null: ofNull,
  type: ofType,
  packet: ofPacket,
  object: ofObject,
  length: ofLength,
  arithmetic: ofArithmetic,
  uninitialised: ofUninitialised,
  leak: ofLeak,
  region: ofRegion,
  loop: ofLoop,
};
