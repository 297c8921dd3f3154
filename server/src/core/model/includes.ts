/** What the includes of a text and of its headers tell: where the kernel's types come from, and which macros there are. */
import type { SyntaxFile } from '../syntax/file.js';
import type { ProgramModel } from './model.js';
import type { Symbols } from './symbols.js';

/** What the includes of a text say of its programs. */
export type Includes = Pick<
  ProgramModel,
  'isRelocated' | 'hasCoreRead' | 'hasEndian' | 'isAllRead' | 'licence'
>;

/** Of the text and its headers; whether all were found, and under which licence they are, is told elsewhere. */
export function includesOf(
  files: readonly SyntaxFile[],
  { typeSource }: Symbols,
): Omit<Includes, 'isAllRead' | 'licence'> {
  const has = (pattern: RegExp): boolean =>
    files.some((file) => file.includes.some((include) => pattern.test(include.path)));
  const isPlain = files.some(({ defines }) =>
    defines.some(({ name }) => name === 'BPF_NO_PRESERVE_ACCESS_INDEX'),
  );
  return {
    isRelocated: !isPlain && typeSource === 'dump',
    hasCoreRead: has(/(?:^|\/)bpf_core_read\.h$/),
    hasEndian: has(/(?:^|\/)bpf_endian\.h$/),
  };
}
