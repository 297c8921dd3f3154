/** `rules`: the list of all rules. */
import type { Severity } from '../core/finding.js';
import { rulePage } from '../core/rules/page.js';
import type { CommandContext } from './command.js';
import { tableLines, type TableCell } from './table.js';
import type { Colours } from './terminal.js';

/** Prints id, default severity, whether it can be fixed, and one line for each; the result is the exit code. */
export function rules(format: 'pretty' | 'json', { engine, terminal }: CommandContext): number {
  if (format === 'json') {
    const list = engine.rules.map((rule) => ({ ...rule, page: rulePage(rule.id) }));
    terminal.print(`${JSON.stringify(list, null, 2)}\n`);
    return 0;
  }
  const rows = engine.rules.map(({ id, severity, isOptIn, fixable, summary }): readonly TableCell[] => [
    { text: id, paint: terminal.colours.cyan },
    { text: isOptIn ? `${severity}, off` : severity, paint: paintOf(severity, terminal.colours) },
    { text: fixable ? 'fixable' : '-', paint: fixable ? terminal.colours.green : terminal.colours.dim },
    { text: summary },
  ]);
  terminal.print(`${tableLines(rows).join('\n')}\n`);
  return 0;
}

function paintOf(severity: Severity, { red, yellow, cyan, green }: Colours): (text: string) => string {
  return { error: red, warning: yellow, information: cyan, hint: green }[severity];
}
