/** What may stand on the command line: options and arguments of every command, checked and given types. */
import { parseArgs } from 'node:util';
import type { Severity } from '../core/finding.js';
import { asLoader, loaderNames } from '../host/config-keys.js';
import { kernelSyntax } from '../host/kernel-syntax.js';
import { readKernelTarget } from '../host/kernel-target.js';
import { didYouMean } from '../host/nearest.js';
import {
  commandNames,
  flag,
  list,
  none,
  oneOf,
  only,
  parse,
  text,
  type CommandName,
  type Parsed,
} from './arguments.js';
import { readExplainLog, type ExplainLogOptions } from './explain-log-options.js';
import { formatNames, type Format } from './formats.js';
import { readMinSeverity, readRuleSetting } from './severities.js';
import { UsageError } from './usage-error.js';
import { readVerify, type VerifyOptions } from './verify-options.js';
import type { TargetOptions } from './target-options.js';

export interface CheckOptions extends TargetOptions {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output: string | null;
  readonly fix: boolean;
  readonly unsafeFixes: boolean;
  readonly diff: boolean;
  readonly stdin: boolean;
  readonly stdinFilename: string | null;
  /** Warnings that do not count as a failure; null for any number. */
  readonly maxWarnings: number | null;
  readonly quiet: boolean;
  /** What is less severe is not shown; null where the command line leaves that to the format. */
  readonly minSeverity: Severity | null;
  readonly timing: boolean;
  readonly printConfig: string | null;
}

export type CommandLine =
  | { readonly command: 'help'; readonly about: CommandName | null }
  | { readonly command: 'version' }
  | { readonly command: 'check'; readonly options: CheckOptions }
  | {
      readonly command: 'fields';
      readonly section: string;
      readonly format: 'pretty' | 'json' | null;
      readonly options: TargetOptions;
    }
  | { readonly command: 'explain'; readonly word: string; readonly options: TargetOptions }
  | { readonly command: 'explain-log'; readonly options: ExplainLogOptions }
  | { readonly command: 'verify'; readonly options: VerifyOptions }
  | { readonly command: 'rules'; readonly format: 'pretty' | 'json' }
  | {
      readonly command: 'debug';
      readonly what: 'ir' | 'witness';
      readonly path: string;
      /** The one function to show; null for all. */
      readonly name: string | null;
      /** The one line to show runs for, from 1; null for all. */
      readonly line: number | null;
      readonly options: TargetOptions;
    }
  | { readonly command: 'lsp' };

/** Reads the arguments after the program's name. Throws a UsageError on anything it does not know. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { name, rest } = splitCommand(args);
  if (name === null) return parseBare(rest);
  if (rest.some((arg) => arg === '--help' || arg === '-h')) return { command: 'help', about: name };
  return readers[name](rest);
}

const commonOptions = {
  kernel: { type: 'string' },
  btf: { type: 'string' },
  loader: { type: 'string' },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  'include-path': { type: 'string', short: 'I', multiple: true },
} as const;

const checkOptions = {
  ...commonOptions,
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  fix: { type: 'boolean' },
  'unsafe-fixes': { type: 'boolean' },
  diff: { type: 'boolean' },
  stdin: { type: 'boolean' },
  'stdin-filename': { type: 'string' },
  rule: { type: 'string', multiple: true },
  'max-warnings': { type: 'string' },
  quiet: { type: 'boolean' },
  'min-severity': { type: 'string' },
  hints: { type: 'boolean' },
  timing: { type: 'boolean' },
  'print-config': { type: 'string' },
} as const;

const readers: Readonly<Record<CommandName, (rest: readonly string[]) => CommandLine>> = {
  check: (rest) => ({ command: 'check', options: readCheck(parse('check', rest, checkOptions)) }),
  fields: (rest) => readFields(parse('fields', rest, { ...commonOptions, format: { type: 'string' } })),
  explain: (rest) => {
    const { values, positionals } = parse('explain', rest, commonOptions);
    const word = only('explain', 'a rule id, a section or a program type', positionals);
    return { command: 'explain', word, options: readTarget(values, 'explain') };
  },
  'explain-log': (rest) => ({ command: 'explain-log', options: readExplainLog(rest) }),
  verify: (rest) => ({ command: 'verify', options: readVerify(rest) }),
  rules: (rest) => {
    const { values, positionals } = parse('rules', rest, { ...commonOptions, format: { type: 'string' } });
    none('rules', positionals);
    return { command: 'rules', format: tableFormat(text(values['format']), 'rules') ?? 'pretty' };
  },
  debug: (rest) => readDebug(parse('debug', rest, { ...commonOptions, function: { type: 'string' } })),
  lsp: (rest) => {
    // Editors' client libraries add their process id to whatever they start.
    const options = { stdio: { type: 'boolean' }, clientProcessId: { type: 'string' } } as const;
    const { values, positionals } = parse('lsp', rest, options);
    none('lsp', positionals);
    if (!values['stdio'])
      throw new UsageError('lsp speaks over standard input and output only: add --stdio.', 'lsp');
    return { command: 'lsp' };
  },
};

/** The command is the first word; common options may stand before it. */
function splitCommand(args: readonly string[]): { name: CommandName | null; rest: readonly string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    options: commonOptions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const token = tokens.find((candidate) => candidate.kind === 'positional');
  if (!token) return { name: null, rest: args };
  const name = commandNames.find((command) => command === token.value);
  if (!name) {
    const guess = didYouMean(token.value, commandNames);
    throw new UsageError(
      `There is no command "${token.value}".${guess} The commands are ${commandNames.join(', ')}.`,
    );
  }
  return { name, rest: [...args.slice(0, token.index), ...args.slice(token.index + 1)] };
}

function parseBare(args: readonly string[]): CommandLine {
  const options = {
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'V' },
  } as const;
  const { values } = parse(null, args, options);
  if (values['version']) return { command: 'version' };
  if (values['help']) return { command: 'help', about: null };
  throw new UsageError(`A command is missing: ${commandNames.join(', ')}.`);
}

function readCheck({ values, positionals }: Parsed): CheckOptions {
  const stdin = flag(values['stdin']) || text(values['stdin-filename']) !== null;
  if (stdin && positionals.length > 0) throw new UsageError('--stdin takes no paths.', 'check');
  return {
    ...readTarget(values, 'check'),
    severities: Object.fromEntries(list(values['rule']).map(readRuleSetting)),
    paths: positionals.length > 0 ? positionals : ['.'],
    format: oneOf('--format', text(values['format']) ?? 'pretty', formatNames, 'check'),
    output: text(values['output']),
    fix: flag(values['fix']),
    unsafeFixes: flag(values['unsafe-fixes']),
    diff: flag(values['diff']),
    stdin,
    stdinFilename: text(values['stdin-filename']),
    maxWarnings: readCount(text(values['max-warnings'])),
    quiet: flag(values['quiet']),
    minSeverity: readMinSeverity(values),
    timing: flag(values['timing']),
    printConfig: text(values['print-config']),
  };
}

function readFields({ values, positionals }: Parsed): CommandLine {
  const section = only('fields', 'a section, for example cgroup/post_bind6', positionals);
  const format = tableFormat(text(values['format']), 'fields');
  return { command: 'fields', section, format, options: readTarget(values, 'fields') };
}

function readDebug({ values, positionals }: Parsed): CommandLine {
  const [what = '', ...paths] = positionals;
  if (what !== 'ir' && what !== 'witness')
    throw new UsageError(`debug shows ir or witness, not "${what}".`, 'debug');
  const given = only('debug', 'a file', paths);
  const place = what === 'witness' ? /^(.+):(\d+)$/.exec(given) : null;
  return {
    command: 'debug',
    what,
    path: place?.[1] ?? given,
    name: text(values['function']),
    line: place ? Number(place[2]) : null,
    options: readTarget(values, 'debug'),
  };
}

function readTarget(values: Parsed['values'], command: CommandName): TargetOptions {
  const kernel = text(values['kernel']);
  const range = kernel === null ? null : readKernelTarget(kernel);
  if (kernel !== null && !range)
    throw new UsageError(`--kernel takes ${kernelSyntax}, not "${kernel}".`, command);
  const loader = text(values['loader']);
  const config = text(values['config']);
  const noConfig = flag(values['no-config']);
  if (noConfig && config !== null)
    throw new UsageError('--config and --no-config exclude each other.', command);
  return {
    kernel: range,
    btf: text(values['btf']),
    loader: loader === null ? null : asLoader(oneOf('--loader', loader, loaderNames, command)),
    config,
    noConfig,
    includePaths: list(values['include-path']),
    severities: {},
  };
}

function readCount(count: string | null): number | null {
  if (count === null) return null;
  if (!/^\d+$/.test(count))
    throw new UsageError(`--max-warnings takes a number from 0, not "${count}".`, 'check');
  return Number(count);
}

function tableFormat(value: string | null, command: CommandName): 'pretty' | 'json' | null {
  return value === null ? null : oneOf('--format', value, ['pretty', 'json'] as const, command);
}
