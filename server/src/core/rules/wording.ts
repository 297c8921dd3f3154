/** Words that several rules share: how a program is named, where a field is allowed, what leads to a place. */
import type { Related } from '../finding.js';
import type { AccessQuery, Direction } from '../kernel/access.js';
import { accessSize, type FieldRow } from '../kernel/contexts.js';
import type { KernelFacts } from '../kernel/facts.js';
import { measuredKey, type ProgramSpec } from '../kernel/sections.js';
import { listKernels, type KernelSet } from '../kernel/versions.js';
import type { Program, Reached } from '../model/file.js';

/** Characters; a longer name would push the verifier's words out of a narrow panel. */
const longestName = 24;

/** The program's section as written, `tracepoint` alone for `tracepoint/syscalls/sys_enter_openat`. */
export function nameProgram({ section, match }: Program, spec: ProgramSpec): string {
  const name = (section.name ?? spec.section).replace(/^\?/, '');
  return `\`${name.length > longestName ? (match?.row.pattern ?? spec.section) : name}\``;
}

/** Characters of code that a message quotes. */
const longestCode = 32;

/** Code in one line, as far as a narrow panel has room for it. */
export function excerpt(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length > longestCode ? `${line.slice(0, longestCode - 3)}...` : line;
}

/** The SEC line, and the calls that brought the context here. */
export function relatedTo({ program, spec, calls }: Omit<Reached, 'span'>): readonly Related[] {
  const attach = spec.attachType ? ` with attach type ${spec.attachType}` : '';
  return [
    {
      span: program.section.span,
      message: `This section makes \`${program.name}\` a ${spec.programType} program${attach}`,
    },
    ...calls.map((span) => ({ span, message: `\`${program.name}\` gets here by this call` })),
  ];
}

/** ` on 5.10 and 6.1` where only some of the target kernels refuse, else nothing. */
export function onSomeKernels(refused: KernelSet, targets: KernelSet): string {
  return refused.length < targets.length ? ` on ${listKernels(refused)}` : '';
}

/** `read` or `written`, behind `cannot be`. */
export function participle(direction: Direction): string {
  return direction === 'read' ? 'read' : 'written';
}

const mostSections = 6;

/** The sections whose programs may do what this one may not, those of the same program type first. */
export function sectionsThatAllow(
  query: AccessQuery,
  facts: KernelFacts,
  kernels: KernelSet,
): readonly string[] {
  const seen = new Set<string>();
  const allowing = facts.programs.filter((program) => {
    const key = measuredKey(program);
    if (program.variantOf || program.context !== query.program.context || seen.has(key)) return false;
    seen.add(key);
    return facts.access.refusedOn({ ...query, program }, kernels)?.length === 0;
  });
  const isKin = (program: ProgramSpec): boolean => program.programType === query.program.programType;
  return [...allowing.filter(isKin), ...allowing.filter((program) => !isKin(program))].map(
    (program) => facts.program(measuredKey(program))?.section ?? program.section,
  );
}

/** `cgroup/post_bind4 and cgroup/post_bind6`; long lists end in a count. */
export function listSections(sections: readonly string[]): string {
  const shown = sections.slice(0, mostSections).map((section) => `\`${section}\``);
  const left = sections.length - shown.length;
  if (left > 0) return `${shown.join(', ')} and ${left} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** The access that an author means by naming a field: its first element, at its own width. */
export function naturalQuery(query: AccessQuery, field: FieldRow): AccessQuery {
  const size = accessSize(field);
  const element = Math.floor((query.offset - field.offset) / size);
  return { ...query, offset: field.offset + element * size, size };
}
