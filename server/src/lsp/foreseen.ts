/** What our rules say of a text's programs for just the kernel that was asked, whatever the document's target is. */
import { parseKernelRange } from '../core/engine/settings.js';
import type { Loaded } from '../core/log/loaded.js';
import { lineColumn } from '../core/text.js';
import type { JudgedText, KernelVerdict, Verified } from '../core/verdicts/verdict.js';
import type { OpenDocument } from './documents.js';

type Foreseen = (found: Loaded) => KernelVerdict['foreseen'];

/**
 * For each program of a run on the kernel `6.18`, whatever the settings switch off. Errors are those that are told of
 * the program itself; else all that is found in the lines that its code is of counts, for a place is told once only.
 */
export function foreseenOn(
  { session, settings: { settings } }: OpenDocument,
  { text, lines }: JudgedText,
  path: Verified['path'],
  version: string,
): Foreseen {
  const kernel = parseKernelRange(version);
  const { findings } = session.analyse(text, { ...settings, severities: {}, kernel });
  return ({ program, runs }) => {
    const own = new Set(runs.filter(({ file }) => file === path).map(({ line }) => line));
    const isOf = (each: (typeof findings)[number]): boolean =>
      each.program === program ||
      (each.span.path === undefined && own.has(lineColumn(lines, each.span.start).line));
    return findings.filter(isOf).map(({ rule, severity, program: of }) => ({
      rule,
      isError: severity === 'error' && of === program,
    }));
  };
}
