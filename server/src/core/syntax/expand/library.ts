/**
 * Macros that are not the project's, whatever file defines them: those that the masking and the tables know by name
 * are never expanded, and some of headers that are never read are defined here.
 */
import { parseDefine } from '../directives.js';
import type { Definition } from '../directive.js';
import {
  ASM_WORDS,
  ATTRIBUTE_NAMES,
  ATTRIBUTE_WORDS,
  LOOP_NAMES,
  MEMBER_NAMES,
  SECTION_WORDS,
  TYPEOF_WORDS,
} from '../words.js';

const known: readonly ReadonlySet<string>[] = [
  SECTION_WORDS,
  ATTRIBUTE_NAMES,
  ATTRIBUTE_WORDS,
  LOOP_NAMES,
  MEMBER_NAMES,
  ASM_WORDS,
  TYPEOF_WORDS,
];

/** Whether the masking knows a name. A copy of libbpf's headers in a project defines it to the same effect. */
export function isMaskedName(name: string): boolean {
  return known.some((names) => names.has(name));
}

/** linux/stringify.h, linux/args.h and linux/compiler_types.h, sys/cdefs.h, libbpf's bpf_helpers.h. */
const lines = [
  '#define __stringify_1(text...) #text',
  '#define __stringify(text...) __stringify_1(text)',
  '#define ___PASTE(left, right) left##right',
  '#define __PASTE(left, right) ___PASTE(left, right)',
  '#define __CONCAT(left, right) left##right',
  '#define __CONCATENATE(left, right) left##right',
  '#define CONCATENATE(left, right) __CONCATENATE(left, right)',
  '#define ___bpf_concat(left, right) left##right',
];

/** What every text may use without a definition. */
export const libraryMacros: ReadonlyMap<string, Definition> = new Map(
  lines.flatMap((line) => {
    const define = parseDefine(line, { start: 0, end: line.length });
    return define ? [[define.name, define.definition] as const] : [];
  }),
);
