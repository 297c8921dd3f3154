/** The trail of a fault with its places in the source, and the way that the path took through its conditions. */
import type { ExplainedStep, PathStep } from './explained.js';
import type { Fault } from './fault.js';
import type { Location, Step } from './log.js';
import type { MessageTable } from './messages.js';
import { nowhere, placeOfStep, type Whereabouts } from './place.js';
import { trailOf } from './trail.js';
import { calledName, type TrailStep } from './trail-words.js';

/** More is not read; a loop has thousands. */
const mostBranches = 12;
const mostPath = 200;

/** Where the value came from and what was done to it, then the conditions since; in the program's order. */
export function explainedTrail(
  fault: Fault,
  path: readonly Step[],
  where: Whereabouts,
  table: MessageTable,
): readonly ExplainedStep[] {
  const own = ownSteps(fault, path, table);
  const first = own[0]?.at;
  const known = new Set(own.map(({ at }) => at));
  const branches =
    first === undefined ? [] : branchesBetween(path, first, fault.at).filter(({ at }) => !known.has(at));
  return [...own, ...branches.slice(-mostBranches)]
    .sort((a, b) => a.at - b.at)
    .map((step) => placed(step, path, where));
}

/** What explains a fault of its kind, without the conditions. */
function ownSteps(fault: Fault, path: readonly Step[], table: MessageTable): readonly TrailStep[] {
  switch (fault.row?.reason) {
    case 'leak':
      return acquired(fault, path);
    case 'region':
      return entered(fault, path, table);
    default:
      return ofRegister(fault, path, table);
  }
}

/** The last call that entered the region which was not left. */
function entered({ row, at }: Fault, path: readonly Step[], table: MessageTable): readonly TrailStep[] {
  const enters = ({ instruction }: Step): boolean =>
    instruction.operation.kind === 'call' &&
    table.enters(calledName(instruction.operation), row?.region ?? 'any');
  const from = path.findLastIndex((step, i) => i < at && enters(step));
  const operation = path[from]?.instruction.operation;
  if (!operation) return [];
  const call = calledName(operation);
  return [{ kind: 'entered', at: from, what: `${call} begins what is not ended here`, call }];
}

function ofRegister(
  { row, register, at }: Fault,
  path: readonly Step[],
  table: MessageTable,
): readonly TrailStep[] {
  if (register === null) return [];
  const mayBeLost = row?.reason === 'type' || row?.reason === 'packet';
  const steps = [register, ...otherOperand(path[at])].flatMap((each) => trailOf(path, at, each, table));
  return [...new Map(steps.map((step) => [step.at, step])).values()].filter(
    ({ kind }) =>
      mayBeLost || (kind !== 'released' && (kind !== 'invalidated' || row?.reason === 'uninitialised')),
  );
}

/** What refused arithmetic adds, or subtracts. */
function otherOperand(step: Step | undefined): readonly Location[] {
  const operation = step?.instruction.operation;
  return operation?.kind === 'math' && 'register' in operation.from ? [operation.from.register] : [];
}

/** The call that gave what is not given back. */
function acquired({ groups, at }: Fault, path: readonly Step[]): readonly TrailStep[] {
  const pc = Number(groups['alloc'] ?? NaN);
  const from = path.findLastIndex(({ instruction }, i) => i < at && instruction.pc === pc);
  const operation = path[from]?.instruction.operation;
  if (operation?.kind !== 'call') return [];
  const call = calledName(operation);
  return [{ kind: 'acquired', at: from, what: `${call} gives something that must be given back`, call }];
}

function branchesBetween(path: readonly Step[], first: number, end: number): readonly TrailStep[] {
  return path.slice(first, end).flatMap((step, i) => {
    const { operation } = step.instruction;
    if (operation.kind !== 'jump' || !operation.condition || step.jumped === null) return [];
    const what = `the condition's jump is ${step.jumped ? 'taken' : 'not taken'} on this path`;
    return [{ kind: 'branch', at: first + i, what } as const];
  });
}

function placed({ at, ...told }: TrailStep, path: readonly Step[], where: Whereabouts): ExplainedStep {
  const step = path[at];
  const { file, line, column } = step ? placeOfStep(step, where) : nowhere;
  return { ...told, file, line, column, pc: step?.instruction.pc ?? 0 };
}

/** The conditional jumps of a path, the last ones where there are many. */
export function pathOf(path: readonly Step[], where: Whereabouts): readonly PathStep[] {
  const jumps = path.filter(
    ({ instruction, jumped }) =>
      jumped !== null && instruction.operation.kind === 'jump' && instruction.operation.condition !== null,
  );
  return jumps.slice(-mostPath).map((step) => {
    const { file, line, column } = placeOfStep(step, where);
    return { file, line, column, pc: step.instruction.pc, jump: step.jumped === true };
  });
}
