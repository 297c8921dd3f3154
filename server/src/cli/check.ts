/** `check`: finds the files, has them checked, delivers the results, and says with its exit code how it went. */
import { resolve } from 'node:path';
import { expandPaths, type SourcePath } from '../host/files.js';
import { decodeSource, readSource, type SourceResult } from '../host/source.js';
import { checkSource, type CheckedSource, type CheckerParts } from './checker.js';
import type { CommandContext } from './command.js';
import { deliver } from './deliver.js';
import type { CheckOptions } from './options.js';
import { printConfig } from './print-config.js';
import { SettingsResolver } from './settings.js';
import type { Terminal } from './terminal.js';
import { Timing } from './timing.js';

/** Runs the command; the result is the exit code. Throws a UsageError where options contradict the machine. */
export async function check(options: CheckOptions, context: CommandContext): Promise<number> {
  const { terminal, engine } = context;
  const rules = engine.rules.map((rule) => rule.id);
  const resolver = new SettingsResolver(options, terminal.cwd, rules);
  if (options.printConfig !== null) return printConfig(options.printConfig, resolver, context);
  const timing = new Timing();
  const run = new CheckRun(options, terminal, { engine, resolver, timing, cwd: terminal.cwd });
  await run.checkAll();
  await deliver(run.sources, options, resolver, context);
  for (const problem of resolver.problems) terminal.notice(problem);
  if (options.timing) for (const line of timing.lines()) terminal.notice(line);
  if (run.failures > 0 || resolver.problems.length > 0) return 2;
  return countsAsFailure(run.sources, options, terminal) ? 1 : 0;
}

class CheckRun {
  readonly sources: CheckedSource[] = [];
  /** Inputs that could not be checked; each was named on stderr, and the rest went on. */
  failures = 0;

  constructor(
    private readonly options: CheckOptions,
    private readonly terminal: Terminal,
    private readonly parts: CheckerParts,
  ) {}

  async checkAll(): Promise<void> {
    if (this.options.stdin) await this.checkInput();
    else await this.checkPaths();
  }

  /** A nameless input is taken for BPF C: why else would it be sent here. */
  private async checkInput(): Promise<void> {
    const path = this.options.stdinFilename ?? 'stdin.bpf.c';
    await this.add({ path, named: true }, decodeSource(await this.terminal.readInput()));
  }

  private async checkPaths(): Promise<void> {
    const { cwd } = this.terminal;
    const { files, unreadable } = await expandPaths(this.options.paths, cwd);
    for (const { path, reason } of unreadable) this.fail(path, reason);
    for (const file of files) await this.add(file, await readSource(resolve(cwd, file.path)));
    if (this.sources.length === 0 && this.failures === 0)
      this.remark(this.options.paths.join(', '), 'no BPF C here');
  }

  private async add(file: SourcePath, source: SourceResult): Promise<void> {
    if ('unreadable' in source) {
      // What is not known to be BPF C, such as a generated header, may be as large and as odd as it likes.
      if (file.named || file.path.endsWith('.bpf.c')) this.fail(file.path, source.unreadable);
      return;
    }
    const outcome = await checkSource(file, source, this.options, this.parts);
    for (const notice of outcome.notices) this.remark(file.path, notice);
    for (const failure of outcome.failures) this.fail(file.path, failure);
    if (outcome.source) this.sources.push(outcome.source);
  }

  private fail(path: string, message: string): void {
    this.failures++;
    this.terminal.notice(`${path}: ${message}`);
  }

  private remark(path: string, message: string): void {
    if (!this.options.quiet) this.terminal.notice(`${path}: ${message}`);
  }
}

/** Errors always count; warnings when there are more than allowed, shown or not. */
function countsAsFailure(
  sources: readonly CheckedSource[],
  { maxWarnings }: CheckOptions,
  terminal: Terminal,
): boolean {
  const findings = sources.flatMap(({ analysis }) => analysis.findings);
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const tooMany = maxWarnings !== null && warnings > maxWarnings;
  if (tooMany)
    terminal.notice(
      `${warnings} warning${warnings === 1 ? '' : 's'}, more than --max-warnings ${maxWarnings} allows`,
    );
  return tooMany || findings.some(({ severity }) => severity === 'error');
}
