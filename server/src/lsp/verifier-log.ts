/** Answers the request behind "Explain Verifier Log": a request of our own, for our client. */
import type { ExplainLogParams, LogFinding, LogPlace } from '../../../protocol/verifier-log.js';
import { explainLog } from '../core/log/explain.js';
import type { Explained } from '../core/log/explained.js';
import { messagePage, type MessageTable } from '../core/log/messages.js';
import { nowhere, type SourcePlace } from '../core/log/place.js';

export const explainLogRequest = 'ebpfVerdict/explainLog';

/** Every program of the log; empty where the text holds no verifier log. */
export function explainLogFor({ text, sources }: ExplainLogParams, messages: MessageTable): LogFinding[] {
  // A source goes by its address, which is then the file of all places in it.
  const files = sources.map(({ uri, text: source }) => ({ path: uri, text: source }));
  const known = new Set(sources.map(({ uri }) => uri));
  return explainLog(text, { messages, sources: files, tables: null }).map((found) => finding(found, known));
}

function finding(found: Explained, known: ReadonlySet<string>): LogFinding {
  const { program, verdict, id, message, why, register, value, fix, notes } = found;
  const words = [why, message].filter((each) => each !== null);
  return {
    ...place(found.at ?? nowhere, known),
    ...{ program, verdict, id, fix, notes },
    page: id === null ? null : messagePage(id),
    message: words.length === 0 ? `The program was ${verdict}.` : words.join('\n'),
    register: register === null || value === null ? null : `${register}: ${value}`,
    trail: found.trail.map((step) => ({ ...place(step, known), what: step.what })),
  };
}

function place({ file, line, column }: SourcePlace, known: ReadonlySet<string>): LogPlace {
  const uri = file !== null && known.has(file) ? file : null;
  return { uri, file, line, character: column };
}
