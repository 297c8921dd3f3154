/**
 * The project's ebpf-verdict.jsonc: where it lies and what it says. Every mistake in it is reported by key,
 * and everything else in it stays in force.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { defaultSettings, type Settings } from '../core/engine/settings.js';
import type { Span } from '../core/text.js';
import { configKeys, type KeyContext, type KeyValue, type ReportProblem } from './config-keys.js';
import { didYouMean } from './nearest.js';

/** The file's name in every project. */
export const configFileName = 'ebpf-verdict.jsonc';

/** A mistake in a configuration file; `span` counts UTF-16 code units in its text. */
export interface ConfigProblem {
  readonly path: string;
  readonly span: Span;
  /** The key it is about, as `rules.ctx-field-read` or `includePaths[0]`; null for a syntax error. */
  readonly key: string | null;
  readonly message: string;
}

export interface ConfigFile {
  readonly path: string;
  /** The text that the problems' spans refer to. */
  readonly text: string;
  /** What the file sets, over the defaults. */
  readonly settings: Settings;
  /** Absolute folders, in the file's order. */
  readonly includePaths: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * The configuration file that governs a folder: the nearest one upward, up to and including the root of the
 * repository (the folder that holds `.git`) or of the file system. Null when there is none.
 */
export function findConfig(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const candidate = join(at, configFileName);
    if (existsSync(candidate)) return candidate;
    if (existsSync(join(at, '.git')) || dirname(at) === at) return null;
  }
}

/** Reads and checks a configuration file. Throws when it cannot be read; mistakes inside are `problems`. */
export async function readConfig(path: string, knownRules: readonly string[]): Promise<ConfigFile> {
  return parseConfig(await readFile(path, 'utf8'), path, knownRules);
}

/** The same for a text at hand, e.g. an editor's unsaved one. Relative include paths start at `path`'s folder. */
export function parseConfig(text: string, path: string, knownRules: readonly string[]): ConfigFile {
  const problems: ConfigProblem[] = [];
  const report: ReportProblem = (key, at, message) => {
    problems.push({ path, key, message, span: { start: at.offset, end: at.offset + at.length } });
  };
  const values = readKeys(parseJsonc(text, report), { folder: dirname(resolve(path)), knownRules, report });
  const settings = { ...defaultSettings, ...values.settings };
  return { path, text, settings, includePaths: values.includePaths ?? [], problems };
}

function parseJsonc(text: string, report: ReportProblem): Node | undefined {
  const errors: ParseError[] = [];
  const blanked = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const tree = parseTree(blanked, errors, { allowTrailingComma: true, allowEmptyContent: true });
  for (const error of errors) report(null, error, `syntax error: ${syntaxMessage(error)}`);
  if (!tree || tree.type === 'object') return tree;
  report(null, tree, 'the file must hold one JSON object: { ... }');
  return undefined;
}

/** `CloseBraceExpected` as words: `close brace expected`. */
function syntaxMessage(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

function readKeys(root: Node | undefined, context: KeyContext): KeyValue {
  let result: KeyValue = {};
  const seen = new Set<string>();
  for (const property of root?.children ?? []) {
    const [name, value] = property.children ?? [];
    if (!name) continue;
    const key = String(name.value);
    const read = configKeys[key];
    if (!read) {
      context.report(key, name, `unknown key "${key}".${didYouMean(key, Object.keys(configKeys))}`);
    } else if (value) {
      if (seen.has(key)) context.report(key, name, `"${key}" is set twice; the last one counts`);
      const { settings, includePaths } = read(value, context);
      result = {
        ...result,
        ...(includePaths && { includePaths }),
        settings: { ...result.settings, ...settings },
      };
    }
    seen.add(key);
  }
  return result;
}
