/** A Markdown table of programs and what a kernel said to each, for the summary of a job. */
import type { Explained } from '../../core/log/explained.js';
import { printable } from '../report/columns.js';
import { figures } from './pretty.js';
import { headline, placeText } from './report.js';

/** The programs of a file on a kernel, which is named as readers know it. */
export function summaryTable(file: string, kernel: string, programs: readonly Explained[]): string {
  const rows = programs.map((found) => `| ${code(found.program ?? '')} | ${cell(found)} |`);
  return [`### ${code(file)}`, '', `| Program | ${plain(kernel)} |`, '| --- | --- |', ...rows, '', ''].join(
    '\n',
  );
}

function cell(found: Explained): string {
  if (found.verdict === 'accepted') return `accepted${figures(found.stats)}`;
  const place = found.at && placeText(found.at);
  return `**${found.verdict}**: ${plain(headline(found))}${place === null ? '' : ` (${code(place)})`}`;
}

function code(text: string): string {
  return `\`${printable(text).replace(/[`|]/g, ' ')}\``;
}

/** Nothing in it means anything to Markdown or HTML. */
function plain(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]<>|#&]/g, '\\$&');
}
