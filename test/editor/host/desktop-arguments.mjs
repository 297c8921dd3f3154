/**
 * Reads the arguments that @vscode/test-electron gives to desktop VS Code.
 * Only those that mean something to a server are kept; the rest concern Electron.
 */
import { resolve } from 'node:path';

const VALUES = ['extensionDevelopmentPath', 'extensionTestsPath', 'user-data-dir', 'extensions-dir'];

export function readDesktopArguments(argv) {
  const options = { folder: undefined, values: new Map() };
  for (const argument of argv) {
    const [, name, value] = /^--([\w-]+)=(.*)$/.exec(argument) ?? [];
    if (name && VALUES.includes(name)) options.values.set(name, resolve(value));
    else if (!argument.startsWith('-')) options.folder ??= resolve(argument);
  }
  for (const needed of ['extensionDevelopmentPath', 'extensionTestsPath']) {
    if (!options.values.has(needed)) throw new Error(`--${needed}= is missing`);
  }
  return options;
}
