/** Programs that are compiled only if a macro says so which the text does not define: what is wrong in them may never be seen. */
import { regionsIn, type Region } from '../model/walk/regions.js';
import type { RuleFinding } from '../rules/rule.js';
import type { FileSpan } from '../text.js';

/** Tells whether a place in a text is compiled whatever the command line defines. */
export type IsCompiled = (place: FileSpan) => boolean;

/** For the text itself; a place in a header is taken to be compiled. */
export function conditionsIn(text: string): IsCompiled {
  const open = regionsIn(text).filter((region) => !isDecided(region, text));
  return ({ start, end, path }) =>
    path !== undefined || !open.some((region) => region.start <= start && end <= region.end);
}

/** A number decides, and so does a macro that the text defines somewhere. */
function isDecided({ condition }: Region, text: string): boolean {
  const tested = /^if (.*)$/s.exec(condition)?.[1];
  const names = (tested ?? condition).match(/[A-Za-z_]\w*/g) ?? [];
  return names.every((name) => name === 'defined' || isDefined(name, text));
}

function isDefined(name: string, text: string): boolean {
  return new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\b`, 'm').test(text);
}

/** A finding in a program that may not be compiled. */
export function asConditional(finding: RuleFinding): RuleFinding {
  return finding.doubt === null ? { ...finding, doubt: 'uncompiled' } : finding;
}
