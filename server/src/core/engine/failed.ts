/** What is left of an analysis that came to no end. */
import { noDoings } from '../model/place.js';
import { lineStarts } from '../text.js';
import type { Analysis } from './analysis.js';
import type { Settings } from './settings.js';

/** What is left where the text as a whole could not be looked at, which is a defect of ours. */
export function failedAnalysis(text: string, settings: Settings, error: unknown): Analysis {
  const words = error instanceof Error ? error.message : String(error);
  const file = {
    programs: [],
    headerPrograms: [],
    functions: [],
    otherSections: [],
    declaredContexts: [],
    defines: [],
    comments: [],
    unjudged: [],
  };
  return Object.freeze({
    text,
    lines: lineStarts(text),
    settings,
    isBpf: true,
    file,
    model: { ...noDoings, file },
    maps: [],
    ir: { functions: [], function: () => null, global: () => null },
    findings: [],
    headers: [],
    missingHeaders: [],
    notices: [{ kind: 'failure' as const, message: `the file was not judged: ${words}` }],
  });
}
