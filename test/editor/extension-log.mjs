/** Finds what the extension wrote to its output channels, for the reader of a failed run. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const EXTENSION = 'ebpf-verdict.ebpf-verdict';

/** VS Code keeps a file for each channel below `logs`, in a folder with the extension's name, whatever the host. */
export function extensionLog(userDataDir) {
  const logs = join(userDataDir, 'logs');
  if (!existsSync(logs)) return '';
  return readdirSync(logs, { recursive: true })
    .filter((path) => path.endsWith('.log') && basename(dirname(path)) === EXTENSION)
    .map((path) => ({ name: basename(path, '.log'), text: readFileSync(join(logs, path), 'utf8').trimEnd() }))
    .filter(({ text }) => text !== '')
    .map(({ name, text }) => `--- ${name}\n${text}`)
    .join('\n');
}
