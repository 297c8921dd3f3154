/** `verify`: has a source or an object compiled and loaded, has the answers explained, prints, and says how it went. */
import { dirname, resolve, sep } from 'node:path';
import type { Loader } from '../core/engine/settings.js';
import { messageTable } from '../core/log/messages.js';
import { loadKernelImages, loadMessages } from '../host/assets.js';
import { readObject } from '../host/log-file.js';
import { repositoryRoot } from '../host/project-root.js';
import { decodeSource } from '../host/source.js';
import type { KernelChoice, KernelRun } from '../host/verifier/kernel-run.js';
import { explainRuns, type Told } from '../host/verifier/told.js';
import { verifyOn, type VerifyInput, type VerifyRequest } from '../host/verifier/verify.js';
import type { CommandContext } from './command.js';
import { HeaderReaders } from './headers.js';
import { printable } from './report/columns.js';
import { SettingsResolver } from './settings.js';
import { loadedWithShortPaths, shortPath } from './short-paths.js';
import type { Terminal } from './terminal.js';
import { consentHint, consentOf } from './verify-consent.js';
import { failureInWords } from './verify-failure.js';
import { kernelsOf } from './verify-kernels.js';
import type { VerifyOptions } from './verify-options.js';
import { render, summarise } from './verify-report.js';

/** Runs the command; the result is the exit code. */
export async function verify(options: VerifyOptions, context: CommandContext): Promise<number> {
  const { terminal, root } = context;
  if (process.platform !== 'linux')
    return refuse(options.file, 'programs can be loaded on Linux only', terminal);
  const input = await inputOf(options, context);
  if ('unreadable' in input) return refuse(options.file, input.unreadable, terminal);
  if (input.text === null && options.kernel === null && options.images.length === 0)
    return refuse(options.file, ofUnknownOrigin, terminal);
  const request = requestOf(options, input, context);
  const kernels = await kernelsOf(options, {
    ...request,
    cwd: terminal.cwd,
    rows: await loadKernelImages(root),
  });
  if ('failure' in kernels)
    return refuse('--kernel', `${kernels.failure}${consentHint(kernels.declined)}`, terminal);
  const result = await verifyOn({ ...request, kernels });
  if (result.leftOut.length > 0)
    terminal.notice(`not passed to clang: ${result.leftOut.map(printable).join(' ')}`);
  if ('failure' in result) return refuse(options.file, failureInWords(result), terminal);
  const path = shortPath(resolve(terminal.cwd, options.file), terminal.cwd);
  const sources = input.text === null ? [] : [{ path, text: input.text }];
  const messages = messageTable(await loadMessages(root));
  const told = explainRuns(result.runs, { messages, sources, object: result.object }).map(
    ({ run, programs }) => ({
      run,
      programs: programs.map((found) => loadedWithShortPaths(found, terminal.cwd)),
    }),
  );
  if (told.length > 0) {
    const isSeveral = kernels.length > 1;
    const report = { told, isSeveral, sources, messages, cwd: terminal.cwd, leftOut: result.leftOut };
    terminal.print(render(options.format, report, terminal));
  }
  sayFailures(result.runs, options.file, terminal);
  const summarised = await summarise(options, told, terminal);
  return summarised ? exitCode(result.runs, told) : 2;
}

const ofUnknownOrigin =
  'an object may come from anywhere. --kernel-image VMLINUZ loads it in a virtual machine, --kernel host into the running kernel';

function sayFailures(runs: readonly KernelRun[], file: string, terminal: Terminal): void {
  for (const { failure, release, declined } of runs) {
    const where = runs.length === 1 ? '' : ` on ${release}`;
    if (failure !== null)
      terminal.notice(`${printable(file)}${where}: ${printable(failure)}${consentHint(declined)}`);
  }
}

function exitCode(runs: readonly KernelRun[], told: readonly Told[]): number {
  const verdicts = told.flatMap(({ programs }) => programs.map(({ verdict }) => verdict));
  if (runs.some(({ failure }) => failure !== null) || verdicts.includes('not tried')) return 2;
  return verdicts.some((verdict) => verdict !== 'accepted') ? 1 : 0;
}

function refuse(file: string, why: string, terminal: Terminal): number {
  terminal.notice(`${printable(file)}: ${why}`);
  return 2;
}

interface Input {
  readonly input: VerifyInput;
  readonly loader: Loader;
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
  const isObject = Buffer.from(read.bytes.subarray(0, 4)).toString('latin1') === '\x7fELF';
  const source = isObject ? null : decodeSource(read.bytes);
  if (source && 'unreadable' in source) return { unreadable: 'is neither C source nor a compiled object' };
  const readers = new HeaderReaders(terminal.cwd);
  const resolver = new SettingsResolver(
    { ...options, kernel: null },
    terminal.cwd,
    engine.rules.map(({ id }) => id),
    readers,
  );
  const { includePaths, settings } = await resolver.settingsFor(options.file);
  for (const problem of resolver.problems) terminal.notice(problem);
  const { loader } = settings;
  if (!source) return { input: { kind: 'object', bytes: read.bytes }, loader, text: null };
  const { flags } = readers.buildOf(path);
  return { input: { kind: 'source', path, flags, includePaths }, loader, text: source.text };
}

function progressOf(kernel: Exclude<KernelChoice, { readonly kind: 'host' }>): string {
  return kernel.kind === 'image'
    ? `booting ${kernel.release} in QEMU, which takes some ten seconds`
    : `loading on ${printable(kernel.host)}`;
}

function requestOf(
  options: VerifyOptions,
  { input, loader }: Input,
  { terminal, root, engine }: CommandContext,
): Omit<VerifyRequest, 'kernels'> {
  const folder = dirname(resolve(terminal.cwd, options.file));
  const projects = [folder, terminal.cwd].map((each) => repositoryRoot(each) ?? each);
  return {
    root,
    input,
    clang: options.clang?.includes('/') ? resolve(terminal.cwd, options.clang) : options.clang,
    ...{ qemu: null, machines: null },
    // The root of all files is no project.
    avoid: projects.filter((each) => each !== sep),
    program: options.program,
    consents: consentOf(options, terminal),
    // The user ends it by ending us.
    signal: new AbortController().signal,
    onKernel: (kernel) => {
      if (terminal.isInteractive && kernel.kind !== 'host') terminal.notice(progressOf(kernel));
    },
    sectionOf: (section) => {
      const match = engine.facts.match(section, loader);
      return match?.understood ? match.spec.section : null;
    },
  };
}
