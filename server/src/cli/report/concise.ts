/** One line a finding, in the form that editors and scripts have read from compilers for decades. */
import { printable } from './columns.js';
import { lineAndColumn } from './positions.js';
import type { CheckedFile, Report } from './report.js';

/** `path:line:col: severity: message [rule]` for each finding. */
export function concise(report: Report): string {
  return report.files.flatMap(fileLines).join('');
}

function fileLines({ path, source, findings }: CheckedFile): readonly string[] {
  return findings.map(({ span, severity, message, rule }) => {
    const place = `${printable(path)}:${lineAndColumn(source, span.start)}`;
    const words = printable(message.replace(/\s*[\r\n]+\s*/g, ' '));
    return `${place}: ${severity}: ${words} [${rule}]\n`;
  });
}
