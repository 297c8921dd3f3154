/** How arguments are split and checked, whatever the command: node:util does it, the words are ours. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from '../host/nearest.js';
import { UsageError } from './usage-error.js';

export const commandNames = [
  'check',
  'fields',
  'explain',
  'explain-log',
  'verify',
  'rules',
  'debug',
  'lsp',
] as const;
export type CommandName = (typeof commandNames)[number];

/** Options by their long name, and what is left. */
export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/** Splits arguments by `options`. Throws a UsageError on an unknown option or a missing value. */
export function parse(
  command: CommandName | null,
  args: readonly string[],
  options: ParseArgsConfig['options'],
): Parsed {
  try {
    return parseArgs({ args: [...args], options: options ?? {}, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(parseFailure(error, Object.keys(options ?? {})), command);
  }
}

/** Node's message without its advice on `--`, and with the option that was probably meant. */
function parseFailure(error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '-*([^']*)'/.exec(message);
  const first = `${message
    .replace(/\. To specify a positional[^]*$/, '')
    .replace(/\n[^]*$/, '')
    .replace(/\.$/, '')}.`;
  return unknown?.[1] === undefined ? first : first + didYouMean(unknown[1], known).replace('"', '"--');
}

/** `value` as one of the words an option takes. Throws a UsageError when it is none of them. */
export function oneOf<T extends string>(
  option: string,
  value: string,
  known: readonly T[],
  command: CommandName,
): T {
  const found = known.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `${option} takes ${known.join(', ')}, not "${value}".${didYouMean(value, known)}`,
    command,
  );
}

/** The one argument that a command takes. Throws a UsageError when there is none, or more. */
export function only(command: CommandName, what: string, positionals: readonly string[]): string {
  const [first, ...others] = positionals;
  if (first === undefined) throw new UsageError(`${command} needs ${what}.`, command);
  if (others.length > 0)
    throw new UsageError(`${command} takes one argument, not ${positionals.length}.`, command);
  return first;
}

/** Throws a UsageError when a command that takes no arguments got some. */
export function none(command: CommandName, positionals: readonly string[]): void {
  if (positionals.length > 0)
    throw new UsageError(`${command} takes no arguments, not "${positionals.join(' ')}".`, command);
}

/** An option's value; null when it was not given. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Whether an option without a value was given. */
export function flag(value: unknown): boolean {
  return value === true;
}

/** The values of a repeatable option, in order. */
export function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
