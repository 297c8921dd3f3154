/** One line a fault, for editors and scripts: what the problem matcher `$ebpf-verifier` reads. */
import type { Explained } from '../../core/log/explained.js';
import { printable } from '../report/columns.js';
import { faults, headline, levelOf, placeText, type LogReporter } from './report.js';

/** `path:line:col: error: sentence [id]`; a fault without a line begins with the program's name. */
export const conciseLog: LogReporter = (report) => faults(report).map(line).join('');

function line(found: Explained): string {
  const place = (found.at && placeText(found.at)) ?? found.program ?? 'program';
  const words =
    found.why === null || found.message === null ? headline(found) : `${found.why} (${found.message})`;
  return `${printable(place)}: ${levelOf(found)}: ${printable(words.replace(/\s+/g, ' '))} [${found.id ?? 'verifier'}]\n`;
}
