/** `debug`: the functions of a file as the analysis sees them, and the runs that it found. */
import { resolve } from 'node:path';
import type { Analysis } from '../core/engine/analysis.js';
import type { Finding } from '../core/finding.js';
import { printFunction } from '../core/ir/print.js';
import { type FileSpan, lineColumn } from '../core/text.js';
import { readSource } from '../host/source.js';
import type { CommandContext } from './command.js';
import { HeaderReaders } from './headers.js';
import type { TargetOptions } from './target-options.js';
import { SettingsResolver } from './settings.js';
import { UsageError } from './usage-error.js';

/** Prints the listings; `name` is the one function that is wanted. The result is the exit code. */
export async function debugIr(
  path: string,
  name: string | null,
  options: TargetOptions,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  const { ir } = await analyse(path, options, context);
  const names = name === null ? ir.functions : [name];
  const listings = names.flatMap((each) => ir.function(each) ?? []).map(printFunction);
  if (name !== null && listings.length === 0)
    throw new UsageError(`There is no function "${name}" with a body in ${path}.`, 'debug');
  terminal.print(listings.join('\n'));
  return 0;
}

/** Prints the runs that findings rest on; `line`, from 1, is the one that is wanted. The result is the exit code. */
export async function debugWitness(
  path: string,
  line: number | null,
  options: TargetOptions,
  context: CommandContext,
): Promise<number> {
  const { findings, lines, text } = await analyse(path, options, context);
  const print = (words: string): void => context.terminal.print(`${words}\n`);
  const lineOf = (span: FileSpan): number => lineColumn(lines, span.start).line + 1;
  const wanted = findings.filter(({ span, witness }) => witness && (line === null || lineOf(span) === line));
  for (const finding of wanted) {
    print(`${path}:${lineOf(finding.span)}: ${finding.severity}: ${finding.message}`);
    for (const each of inputsOf(finding)) print(`  ${each}`);
    for (const { span, message } of finding.related)
      print(`  ${span.path ?? path}:${span.path ? '' : `${lineOf(span)}:`} ${message}`);
  }
  const where = line === null ? '' : ` at line ${line}`;
  if (wanted.length === 0 && text !== '') print(`No run was found that breaks anything${where}.`);
  return 0;
}

function inputsOf({ witness }: Finding): readonly string[] {
  if (!witness) return [];
  const packet = witness.packetLength === null ? [] : [`packet: ${witness.packetLength} bytes`];
  return [...packet, ...witness.inputs.map(({ name, value }) => `${name} = ${value}`)];
}

async function analyse(
  path: string,
  options: TargetOptions,
  { engine, terminal }: CommandContext,
): Promise<Analysis> {
  const readers = new HeaderReaders(terminal.cwd);
  const rules = engine.rules.map(({ id }) => id);
  const resolver = new SettingsResolver(options, terminal.cwd, rules, readers);
  const { settings, includePaths } = await resolver.settingsFor(path);
  const reader = readers.readerFor(path, includePaths);
  const place = resolve(terminal.cwd, path);
  const source = await readSource(place);
  if ('unreadable' in source) throw new UsageError(`${path}: the file ${source.unreadable}.`, 'debug');
  return engine.open(reader.pathOf(place), reader).analyse(source.text, settings);
}
