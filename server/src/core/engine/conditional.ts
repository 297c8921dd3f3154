/** Programs that are compiled only if a macro says so which neither the text nor its headers define: what is wrong in them may never be seen. */
import type { RuleFinding } from '../rules/rule.js';
import type { Region } from '../syntax/regions.js';
import type { FileSpan } from '../text.js';

/** Tells whether a place in a text is compiled whatever the command line defines. */
export type IsCompiled = (place: FileSpan) => boolean;

/** For the text itself, of which these branches are open; a place in a header is taken to be compiled. */
export function conditionsIn(open: readonly Region[]): IsCompiled {
  return ({ start, end, path }) =>
    path !== undefined || !open.some((region) => region.start <= start && end <= region.end);
}

/** A finding in a program that may not be compiled. */
export function asConditional(finding: RuleFinding): RuleFinding {
  return finding.doubt === null ? { ...finding, doubt: 'uncompiled' } : finding;
}

/** Whether nothing is said of it where it may not be compiled: it loads all the same, and the other branch may be the one. */
export function isForCompiledOnly({ doubt }: RuleFinding): boolean {
  return doubt === 'accepted';
}
