/** A Markdown table of programs and what a kernel said to each, for the summary of a job. */
import type { Explained } from '../../core/log/explained.js';
import { printable } from '../report/columns.js';
import { figuresInWords } from '../../core/log/figures.js';
import { headline, placeText } from './report.js';

/** What a kernel, named as readers know it, said to the programs of a file. */
export interface SummaryColumn {
  readonly kernel: string;
  readonly programs: readonly Explained[];
}

/** A row a program, a column a kernel. */
export function summaryTable(file: string, columns: readonly SummaryColumn[]): string {
  const names = new Set(columns.flatMap(({ programs }) => programs.map(({ program }) => program ?? '')));
  const rows = [...names].map((name) => {
    const cells = columns.map(({ programs }) => programs.find(({ program }) => program === name));
    return `| ${[code(name), ...cells.map((found) => (found ? cell(found) : ''))].join(' | ')} |`;
  });
  const head = ['Program', ...columns.map(({ kernel }) => plain(kernel))];
  const rule = head.map(() => '---');
  return [
    `### ${code(file)}`,
    '',
    `| ${head.join(' | ')} |`,
    `| ${rule.join(' | ')} |`,
    ...rows,
    '',
    '',
  ].join('\n');
}

function cell(found: Explained): string {
  if (found.verdict === 'accepted') return `accepted${figuresInWords([found.stats])}`;
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
