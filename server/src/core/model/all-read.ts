/** Whether all is read that a text includes, so that a name which is declared nowhere is nowhere. */
import type { SyntaxFile } from '../syntax/file.js';
import { isOfKernelTree } from '../syntax/known-headers.js';

/** `missing` are headers that were not found; what a header itself leaves out, who includes it may bring. */
export function isAllRead(files: readonly SyntaxFile[], missing: readonly string[], path: string): boolean {
  const isInKernelTree = files.some(({ includes }) => includes.some((each) => isOfKernelTree(each.path)));
  return missing.length === 0 && !isInKernelTree && !/\.h\w*$/.test(path);
}
