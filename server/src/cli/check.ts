/** `check`: finds the files, has them checked, delivers the results, and says with its exit code how it went. */
import { resolve } from 'node:path';
import { expandPaths, type SourcePath } from '../host/files.js';
import { decodeSource, readSource, type SourceResult } from '../host/source.js';
import { checkSource, noticesOf, writeBack, type CheckedSource, type CheckerParts } from './checker.js';
import type { CommandContext } from './command.js';
import { deliver } from './deliver.js';
import { fixHeaders } from './fix-headers.js';
import { HeaderReaders } from './headers.js';
import { noticeStandIns } from './kernel-notice.js';
import type { CheckOptions } from './options.js';
import { printConfig } from './print-config.js';
import { printable } from './report/columns.js';
import { missingHeadersText } from '../core/features/missing-headers.js';
import { gather, type Checked, type Gathered } from './report/gather.js';
import { summarise } from './report/report.js';
import { unjudgedText } from './report/unjudged.js';
import { SettingsResolver } from './settings.js';
import type { Terminal } from './terminal.js';
import { Timing } from './timing.js';
import { UsageError } from './usage-error.js';

/** Runs the command; the result is the exit code. Throws a UsageError where options contradict the machine. */
export async function check(options: CheckOptions, context: CommandContext): Promise<number> {
  const { terminal, engine } = context;
  const rules = engine.rules.map((rule) => rule.id);
  const readers = new HeaderReaders(terminal.cwd);
  const resolver = new SettingsResolver(options, terminal.cwd, rules, readers);
  if (options.printConfig !== null) return printConfig(options.printConfig, resolver, readers, context);
  const timing = new Timing();
  const { cwd } = terminal;
  const run = new CheckRun(options, terminal, { engine, resolver, readers, timing, cwd });
  await run.checkAll();
  const found = gather(run.reported, cwd);
  await deliver(run.sources, found, options, resolver, context);
  if (!options.quiet)
    noticeStandIns(
      run.sources.map(({ settings }) => settings),
      context,
    );
  sayWhatIsMissing(found, options, terminal);
  for (const problem of resolver.problems) terminal.notice(problem);
  if (options.timing) for (const line of timing.lines()) terminal.notice(line);
  if (run.failures > 0 || resolver.problems.length > 0) return 2;
  return countsAsFailure(found, options, terminal) ? 1 : 0;
}

class CheckRun {
  sources: CheckedSource[] = [];
  /** Inputs that could not be checked; each was named on stderr, and the rest went on. */
  failures = 0;
  /** Files that are no BPF C by themselves, by the path that readers of headers know them by. */
  private readonly plain = new Map<string, SourcePath>();

  constructor(
    private readonly options: CheckOptions,
    private readonly terminal: Terminal,
    private readonly parts: CheckerParts,
  ) {}

  async checkAll(): Promise<void> {
    if (this.options.stdin) await this.checkInput();
    else await this.checkPaths();
    await this.addReachedHeaders();
    for (const source of this.sources) this.sayWhatIsLeftOut(source);
    for (const path of this.parts.readers.missingFolders())
      this.remark(path, 'an include path, but no folder: no header is looked for there');
    if (this.options.fix || this.options.diff) this.fixHeaders();
    if (this.options.fix && !this.options.diff && !this.options.stdin) await this.writeAll();
    if (this.sources.length === 0 && this.failures === 0)
      this.remark(this.options.paths.join(', '), 'no BPF C here');
  }

  /** What the report is about: the mended text where it is in the file, or goes to standard output. */
  get reported(): readonly Checked[] {
    const isMended = this.options.fix && !this.options.diff;
    return this.sources.map(({ path, place, first, fixed }) => ({
      path,
      place,
      analysis: isMended ? fixed.analysis : first,
    }));
  }

  /** A nameless input is taken for BPF C: why else would it be sent here. */
  private async checkInput(): Promise<void> {
    const path = this.options.stdinFilename ?? 'stdin.bpf.c';
    await this.add({ path, named: true }, decodeSource(await this.terminal.readInput()));
  }

  private async checkPaths(): Promise<void> {
    const { cwd } = this.terminal;
    const { files, unreadable } = await expandPaths(this.options.paths, cwd);
    for (const { path, reason, isDangling } of unreadable) {
      if (isDangling) this.remark(path, reason);
      else this.fail(path, reason);
    }
    for (const file of files) await this.add(file, await readSource(resolve(cwd, file.path)));
  }

  private async add(file: SourcePath, source: SourceResult): Promise<void> {
    if ('unreadable' in source) {
      // What is not known to be BPF C, such as a generated header, may be as large and as odd as it likes.
      if (file.named || file.path.endsWith('.bpf.c')) this.fail(file.path, source.unreadable);
      return;
    }
    await this.guard(file.path, async () => {
      const checked = await checkSource(file, source, this.options, this.parts);
      if (checked.first.isBpf || file.named) this.sources.push(checked);
      else this.plain.set(checked.place, file);
    });
  }

  /** A header of the run that is BPF C only through what includes it is reported, and mended, as what it is. */
  private async addReachedHeaders(): Promise<void> {
    const headers = this.sources.flatMap(({ first }) => first.headers);
    for (const { path, findings } of headers) {
      const file = findings.length > 0 ? this.plain.get(path) : undefined;
      if (!file) continue;
      this.plain.delete(path);
      await this.add({ ...file, named: true }, await readSource(resolve(this.parts.cwd, file.path)));
    }
  }

  private fixHeaders(): void {
    this.sources = [...fixHeaders(this.sources, this.options, this.parts)];
  }

  private async writeAll(): Promise<void> {
    for (const [at, source] of this.sources.entries()) {
      const failure = await writeBack(source, this.parts.cwd);
      if (failure === null) continue;
      this.fail(source.path, failure);
      const fixed = { text: source.source.text, analysis: source.first, applied: 0 };
      this.sources[at] = { ...source, fixed };
    }
  }

  private sayWhatIsLeftOut(source: CheckedSource): void {
    const unjudged = noticesOf(source, 'unjudged');
    for (const words of unjudged) this.sayUnjudged(source, words);
    for (const limit of noticesOf(source, 'limit')) this.say(source.path, limit);
    for (const failure of noticesOf(source, 'failure')) this.fail(source.path, failure);
    const isReached = this.sources.some(({ first }) =>
      first.headers.some(({ path, findings }) => path === source.place && findings.length > 0),
    );
    if (!source.first.isBpf && unjudged.length === 0 && !isReached)
      this.remark(source.path, 'not BPF C, so nothing was checked');
  }

  /** Counts like an unreadable file; a header that is not known to be BPF C, such as vmlinux.h, may be odd. */
  private sayUnjudged({ path, first }: CheckedSource, words: string): void {
    if (first.isBpf || !path.endsWith('.h')) this.fail(path, words);
    else this.say(path, words);
  }

  /** What fails in one file is a defect of ours; the others are still checked. */
  private async guard(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.fail(path, `internal error: ${words}`);
    }
  }

  private fail(path: string, message: string): void {
    this.failures++;
    this.say(path, message);
  }

  private remark(path: string, message: string): void {
    if (!this.options.quiet) this.say(path, message);
  }

  /** The name stands on one line whatever it holds; a message may be a stack. */
  private say(path: string, message: string): void {
    this.terminal.notice(`${printable(path)}: ${message}`);
  }
}

/** In one line each: programs that a report for lines of findings has no room for, and headers. */
function sayWhatIsMissing(
  { files, missingHeaders }: Gathered,
  { format, quiet }: CheckOptions,
  terminal: Terminal,
): void {
  const unjudged = format === 'concise' ? unjudgedText(summarise(files)) : null;
  if (unjudged !== null) terminal.notice(unjudged);
  if (missingHeaders.length > 0 && !quiet) terminal.notice(printable(missingHeadersText(missingHeaders)));
}

/** Errors always count; warnings when there are more than allowed, shown or not. */
function countsAsFailure({ files }: Gathered, { maxWarnings }: CheckOptions, terminal: Terminal): boolean {
  const findings = files.flatMap((file) => file.findings);
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const tooMany = maxWarnings !== null && warnings > maxWarnings;
  if (tooMany)
    terminal.notice(
      `${warnings} warning${warnings === 1 ? '' : 's'}, more than --max-warnings ${maxWarnings} allows`,
    );
  return tooMany || findings.some(({ severity }) => severity === 'error');
}
