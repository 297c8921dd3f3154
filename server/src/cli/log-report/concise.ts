/** One line a fault, for editors and scripts: what the problem matcher `$ebpf-verifier` reads. */
import { printable } from '../report/columns.js';
import {
  faults,
  headline,
  levelOf,
  onKernels,
  placeText,
  type LogReporter,
  type Reported,
} from './report.js';

/** `path:line:col: error: sentence (verifier's words) (on kernels) [id]`; a fault without a line begins with the program's name. */
export const conciseLog: LogReporter = (report) => faults(report).map(line).join('');

function line(found: Reported): string {
  const place = (found.at && placeText(found.at)) ?? found.program ?? 'program';
  const words =
    found.why === null || found.message === null ? headline(found) : `${found.why} (${found.message})`;
  const sentence = `${words}${onKernels(found)}`.replace(/\s+/g, ' ');
  return `${printable(place)}: ${levelOf(found)}: ${printable(sentence)} [${found.id ?? 'verifier'}]\n`;
}
