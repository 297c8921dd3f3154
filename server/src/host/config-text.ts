/**
 * What an ebpf-verdict.jsonc says. Every mistake in it is reported by key, and everything else in it stays in force.
 * Knows no file system: where a path in it leads, and which kernel `host` is, the caller says.
 */
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { defaultSettings, type WrittenSettings } from '../core/engine/settings.js';
import type { Span } from '../core/text.js';
import { configKeys, type KeyContext, type KeyValue, type ReportProblem } from './config-keys.js';
import { didYouMean } from './nearest.js';

/** A mistake in a configuration; `span` counts UTF-16 code units in its text. */
export interface ConfigTextProblem {
  readonly span: Span;
  /** The key it is about, as `rules.ctx-field-read` or `includePaths[0]`; null for a syntax error. */
  readonly key: string | null;
  readonly message: string;
}

/** What a text sets, over the defaults. */
export interface ConfigText {
  readonly settings: WrittenSettings;
  /** Folders as `resolve` makes them, in the text's order. */
  readonly includePaths: readonly string[];
  readonly problems: readonly ConfigTextProblem[];
}

/** Reads and checks a configuration; mistakes inside are `problems`. */
export function parseConfigText(text: string, surroundings: Omit<KeyContext, 'report'>): ConfigText {
  const problems: ConfigTextProblem[] = [];
  const report: ReportProblem = (key, at, message) => {
    problems.push({ key, message, span: { start: at.offset, end: at.offset + at.length } });
  };
  const values = readKeys(parseJsonc(text, report), { ...surroundings, report });
  const settings = { ...defaultSettings, loader: null, ...values.settings };
  return { settings, includePaths: values.includePaths ?? [], problems };
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
    const read = configKeys.get(key);
    if (!read) {
      context.report(key, name, `unknown key "${key}".${didYouMean(key, [...configKeys.keys()])}`);
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
