/** `npm run bench`: prints what the tool costs. Asserts nothing, for a busy machine is no mistake of the tool's. */
import { cpus, loadavg, release } from 'node:os';
import { printRows, type Row } from './measure.js';
import { measureOdd } from './odd.js';
import { measureParsing } from './parsing.js';
import { measureStart, measureTyping } from './servers.js';
import { measureVerdicts } from './verdicts.js';

const lines = 5000;

const benches: readonly (readonly [string, string, () => Promise<readonly Row[]>])[] = [
  ['typing', 'Typing, over stdio', () => measureTyping(lines)],
  ['start', 'Starting', measureStart],
  ['parsing', 'Opening a large file', () => measureParsing(lines)],
  ['odd', 'Odd inputs', measureOdd],
  ['verdicts', 'Verdicts', measureVerdicts],
];

const wanted = process.argv.slice(2);
const load = loadavg()[0]?.toFixed(1) ?? '?';
console.log(`Node ${process.version}, ${cpus().length} processors, load ${load}, kernel ${release()}\n`);
for (const [name, title, run] of benches) {
  if (wanted.length === 0 || wanted.includes(name)) printRows(title, await run());
}
