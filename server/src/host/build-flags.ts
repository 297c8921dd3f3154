/** The include paths and macros among a compiler's flags, wherever these are written: a command, a list, a line each. */
import { resolve } from 'node:path';
import type { IncludeFolder } from './includes.js';

const option = /^(-I|-isystem|-iquote)(.*)$/s;

/** `-I`, `-isystem` and `-iquote` with their folders, relative ones taken from `directory`, in their order. */
export function includeFolders(flags: readonly string[], directory: string): readonly IncludeFolder[] {
  return flags.flatMap((flag, at) => {
    const [, name, joined] = option.exec(flag) ?? [];
    const folder = (joined === '' ? flags[at + 1] : joined)?.trim() ?? '';
    if (name === undefined || folder === '') return [];
    return [{ path: resolve(directory, folder), quotedOnly: name === '-iquote' }];
  });
}

/** What `-D` defines, as `NAME` or `NAME=VALUE`, in their order; without what `-U` takes back. */
export function macroDefinitions(flags: readonly string[]): readonly string[] {
  const defined = new Map<string, string>();
  for (const [at, flag] of flags.entries()) {
    const [, option, joined] = /^-([DU])(.*)$/s.exec(flag) ?? [];
    const definition = (joined === '' ? flags[at + 1] : joined) ?? '';
    const name = /^[A-Za-z_]\w*/.exec(definition)?.[0];
    if (option === undefined || name === undefined) continue;
    defined.delete(name);
    if (option === 'D') defined.set(name, definition);
  }
  return [...defined.values()];
}

/** A command line as its words; quotes and backslashes as a POSIX shell reads them. */
export function splitCommand(command: string): readonly string[] {
  const words = command.match(/(?:[^\s"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"?|'[^']*'?)+/g) ?? [];
  return words.map((word) =>
    word.replace(
      /\\([^])|"((?:[^"\\]|\\[^])*)"?|'([^']*)'?/g,
      (_, escaped?: string, soft?: string, hard?: string) =>
        escaped ?? hard ?? (soft ?? '').replace(/\\(["\\$`])/g, '$1'),
    ),
  );
}

/** A compile_flags.txt: one flag a line. */
export function flagLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.trim());
}

/** What `CompileFlags: Add:` of a .clangd file lists. Reads just that of YAML, and nothing where it is unsure. */
export function clangdFlags(text: string): readonly string[] {
  const yaml = text.replace(/\r\n?/g, '\n').replace(/^[ \t]*#.*$|[ \t]#.*$/gm, '');
  const blocks = yaml.matchAll(/^CompileFlags:[ \t]*\n?((?:[ \t{].*(?:\n|$)|[ \t]*\n)*)/gm);
  return [...blocks].flatMap(([, block = '']) => {
    const value =
      /(?:^|[{,\s])Add:[ \t]*(\[[^\]]*\]|[^\n]*(?:\n[ \t]*-[ \t][^\n]*|\n[ \t]*$)*)/m.exec(block)?.[1] ?? '';
    const items = listItems(value).map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'));
    return items.filter((item) => item !== '');
  });
}

function listItems(value: string): readonly string[] {
  if (value.startsWith('[')) return value.slice(1, -1).split(',');
  const items = [...value.matchAll(/^[ \t]*-[ \t]+(.*)$/gm)].map(([, item = '']) => item);
  return items.length > 0 ? items : [value];
}
