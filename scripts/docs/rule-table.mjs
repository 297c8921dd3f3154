/** The README's generated parts: the rules as the command line lists them, and the kernels that were measured. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { code, inWords, replaceBetween, table } from './markdown.mjs';
import { measuredKernels } from './measured.mjs';

const root = resolve(import.meta.dirname, '..', '..');

function ruleTable() {
  const cli = join(root, 'dist', 'cli.js');
  const rules = JSON.parse(execFileSync(process.execPath, [cli, 'rules', '--format', 'json']));
  return table(
    ['Rule', 'Severity', 'Quick fix', 'What it finds'],
    rules.map(({ id, severity, isOptIn, fixable, summary }) => [
      `[${id}](rules/docs/${id}.md)`,
      isOptIn ? `${severity}, off by default` : severity,
      fixable ? 'yes' : '',
      summary,
    ]),
  );
}

/** "5.10.262, 6.1.192 and 7.3.4", each linked to its file. */
function kernelList() {
  const links = measuredKernels().map(({ file, data }) => `[${data.kernel}](rules/kernels/${file})`);
  return `Measured so far: Linux ${inWords(links)}.`;
}

/** The README with both parts as they are now. */
export function updateReadme(text) {
  return replaceBetween(replaceBetween(text, 'rules', ruleTable()), 'kernels', kernelList());
}

/** For other pages: "5.10, 6.1 and 7.3", and the file of each. */
export function kernelFiles() {
  return inWords(measuredKernels().map(({ version, file }) => `${version} (${code(file)})`));
}
