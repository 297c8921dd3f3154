/** Programs that are compiled only if a macro says so which neither the text nor its headers define: what is wrong in them may never be seen. */
import type { RuleFinding } from '../rules/rule.js';
import { namesAsked, regionsIn } from '../syntax/regions.js';
import type { FileSpan } from '../text.js';

/** Tells whether a place in a text is compiled whatever the command line defines. */
export type IsCompiled = (place: FileSpan) => boolean;

/**
 * For the text itself; a place in a header is taken to be compiled. A number decides, and so does a macro that the text
 * or one of its headers defines.
 */
export function conditionsIn(text: string, defined: ReadonlySet<string>): IsCompiled {
  const open = regionsIn(text).filter((region) => !namesAsked(region).every((name) => defined.has(name)));
  return ({ start, end, path }) =>
    path !== undefined || !open.some((region) => region.start <= start && end <= region.end);
}

/** A finding in a program that may not be compiled. */
export function asConditional(finding: RuleFinding): RuleFinding {
  return finding.doubt === null ? { ...finding, doubt: 'uncompiled' } : finding;
}
