/** `verify`: has a source or an object compiled and loaded, has the answers explained, prints, and says how it went. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Explained } from '../core/log/explained.js';
import { explainAnswer, notTried } from '../core/log/loaded.js';
import { messageTable, type MessageTable } from '../core/log/messages.js';
import type { SourcePlace } from '../core/log/place.js';
import type { SourceText } from '../core/log/sources.js';
import { lineTables } from '../core/object/line-table.js';
import { loadMessages } from '../host/assets.js';
import { readObject } from '../host/log-file.js';
import { isWithin, repositoryRoot } from '../host/project-root.js';
import { decodeSource } from '../host/source.js';
import { verifyHere, type NotVerified, type Verified, type VerifyRequest } from '../host/verifier/verify.js';
import type { CommandContext } from './command.js';
import { HeaderReaders } from './headers.js';
import { printable } from './report/columns.js';
import { SettingsResolver } from './settings.js';
import type { Terminal } from './terminal.js';
import type { VerifyOptions } from './verify-options.js';
import { render, summarise } from './verify-report.js';

/** Bytes of maps that are created without asking. */
const mostMapBytes = 64 * 1024 ** 2;

/** Runs the command; the result is the exit code. */
export async function verify(options: VerifyOptions, context: CommandContext): Promise<number> {
  const { terminal, root } = context;
  if (process.platform !== 'linux')
    return refuse(options.file, 'programs can be loaded on Linux only', terminal);
  const input = await inputOf(options, context);
  if ('unreadable' in input) return refuse(options.file, input.unreadable, terminal);
  const result = await verifyHere({ ...requestOf(options, context), input: input.input });
  sayLeftOut(result.leftOut, terminal);
  if ('failure' in result) return refuse(options.file, inWords(result), terminal);
  const sources =
    input.text === null
      ? []
      : [{ path: shown(resolve(terminal.cwd, options.file), terminal), text: input.text }];
  const messages = messageTable(await loadMessages(root));
  const programs = explain(result, sources, messages, terminal);
  const report = { programs, sources, messages, cwd: terminal.cwd };
  terminal.print(render(options.format, report, result, terminal));
  const summarised = await summarise(options, result, programs, terminal);
  return summarised ? exitCode(programs) : 2;
}

function exitCode(programs: readonly Explained[]): number {
  if (programs.some(({ verdict }) => verdict === 'not tried')) return 2;
  return programs.some(({ verdict }) => verdict !== 'accepted') ? 1 : 0;
}

function refuse(file: string, why: string, terminal: Terminal): number {
  terminal.notice(`${printable(file)}: ${why}`);
  return 2;
}

interface Input {
  readonly input: VerifyRequest['input'];
  /** The source's text; null for an object. */
  readonly text: string | null;
}

/** An object is known by its bytes, whatever it is called. */
async function inputOf(
  options: VerifyOptions,
  { terminal, engine }: CommandContext,
): Promise<Input | { readonly unreadable: string }> {
  const path = resolve(terminal.cwd, options.file);
  const read = await readObject(path);
  if ('unreadable' in read) return read;
  if (Buffer.from(read.bytes.subarray(0, 4)).toString('latin1') === '\x7fELF')
    return { input: { kind: 'object', bytes: read.bytes }, text: null };
  const source = decodeSource(read.bytes);
  if ('unreadable' in source) return { unreadable: 'is neither C source nor a compiled object' };
  const readers = new HeaderReaders(terminal.cwd);
  const resolver = new SettingsResolver(
    options,
    terminal.cwd,
    engine.rules.map(({ id }) => id),
    readers,
  );
  const { includePaths } = await resolver.settingsFor(options.file);
  for (const problem of resolver.problems) terminal.notice(problem);
  return {
    input: { kind: 'source', path, flags: readers.buildOf(path).flags, includePaths },
    text: source.text,
  };
}

function requestOf(
  options: VerifyOptions,
  { terminal, root, engine }: CommandContext,
): Omit<VerifyRequest, 'input'> {
  const folder = dirname(resolve(terminal.cwd, options.file));
  const projects = [folder, terminal.cwd].map((each) => repositoryRoot(each) ?? each);
  return {
    root,
    clang: options.clang === null ? null : resolve(terminal.cwd, options.clang),
    // The root of all files is no project.
    avoid: projects.filter((each) => each !== sep),
    program: options.program,
    mostMapBytes: options.yes ? Infinity : mostMapBytes,
    mayPanic: options.mayPanic,
    sectionOf: (section) => engine.facts.match(section, 'libbpf')?.spec.section ?? null,
  };
}

function sayLeftOut(flags: readonly string[], terminal: Terminal): void {
  if (flags.length > 0) terminal.notice(`not passed to clang: ${flags.map(printable).join(' ')}`);
}

function inWords({ failure, clang }: NotVerified): string {
  const words = clang.trimEnd();
  return words === '' ? failure : `${failure}:\n${words.split('\n').map(printable).join('\n')}`;
}

function explain(
  result: Verified,
  sources: readonly SourceText[],
  messages: MessageTable,
  terminal: Terminal,
): readonly Explained[] {
  const read = lineTables(result.object);
  const context = {
    messages,
    sources,
    tables: typeof read === 'string' ? null : read,
    isConfidential: result.machine.isConfidential,
  };
  const told = result.programs.map(({ program, answer }) =>
    typeof answer === 'string' ? notTried(program, `${answer}.`) : explainAnswer(answer, context),
  );
  return told.map((found) => ({
    ...found,
    at: found.at && nearer(found.at, terminal),
    trail: found.trail.map((step) => nearer(step, terminal)),
    path: found.path.map((step) => nearer(step, terminal)),
  }));
}

function nearer<T extends SourcePlace>(place: T, terminal: Terminal): T {
  return place.file === null ? place : { ...place, file: shown(place.file, terminal) };
}

/** A path in the folder of the run without that folder. */
function shown(path: string, { cwd }: Terminal): string {
  return isAbsolute(path) && isWithin(path, cwd) ? relative(cwd, path).split(sep).join('/') : path;
}
