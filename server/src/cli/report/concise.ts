/** One line a finding, in the form that editors and scripts have read from compilers for decades. */
import { lineAndColumn } from './positions.js';
import type { CheckedFile, Report } from './report.js';

/** `path:line:col: severity: message [rule]` for each finding. */
export function concise(report: Report): string {
  return report.files.flatMap(fileLines).join('');
}

function fileLines({ path, source, findings }: CheckedFile): readonly string[] {
  return findings.map(({ span, severity, message, rule }) => {
    const place = `${path}:${lineAndColumn(source, span.start)}`;
    return `${place}: ${severity}: ${message.replace(/\s*[\r\n]+\s*/g, ' ')} [${rule}]\n`;
  });
}
