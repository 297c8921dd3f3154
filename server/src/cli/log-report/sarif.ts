/** SARIF 2.1.0 of a verifier log: each refusal a result, its trail as related places. */
import type { Location, ReportingDescriptor, Result } from 'sarif';
import { messagePage, type MessageRow } from '../../core/log/messages.js';
import type { SourcePlace } from '../../core/log/place.js';
import { sarifLog as wrap, uriOf } from '../report/sarif-log.js';
import { faults, headline, levelOf, onKernels, type LogReporter, type Reported } from './report.js';

/** The whole log; a fault without a line has no place. */
export const sarifLog: LogReporter = (report) => {
  const found = faults(report);
  const ids = new Set(found.map(({ id }) => id));
  const rows = report.messages.rows.filter(({ id }) => ids.has(id));
  return wrap({ rules: rows.map(rule) }, found.map(result));
};

function rule({ id, title, explanation }: MessageRow): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    helpUri: messagePage(id),
  };
}

function result(found: Reported): Result {
  const { at, id, trail, program, message, kernels } = found;
  const location = at && locationOf(at);
  const related = trail.flatMap((step, index) => {
    const place = locationOf(step);
    return place ? [{ id: index, ...place, message: { text: step.what } }] : [];
  });
  return {
    ...(id !== null && { ruleId: id }),
    level: levelOf(found),
    message: { text: `${headline(found)}${onKernels(found)}` },
    ...(location && { locations: [location] }),
    ...(related.length > 0 && { relatedLocations: related }),
    properties: { program, verifier: message, ...(kernels.length > 0 && { kernels }) },
  };
}

function locationOf({ file, line, column }: SourcePlace): Location | null {
  if (file === null || line === null) return null;
  const region = { startLine: line + 1, ...(column !== null && { startColumn: column + 1 }) };
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } };
}
