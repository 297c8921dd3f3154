/** `explain`: a rule's page, or what is known of a section, a program type, an attach type, a context or a helper. */
import { explainHelper, helperNames } from '../core/features/explain-helper.js';
import { explainable, explainProgram } from '../core/features/explain-program.js';
import { readRulePage } from '../host/assets.js';
import { didYouMeanAny } from '../host/nearest.js';
import type { CommandContext } from './command.js';
import { noticeStandIns } from './kernel-notice.js';
import { renderMarkdown } from './markdown.js';
import type { TargetOptions } from './target-options.js';
import { HeaderReaders } from './headers.js';
import { SettingsResolver } from './settings.js';
import { UsageError } from './usage-error.js';

/** Prints the answer: rendered where there are colours, else its Markdown. The result is the exit code. */
export async function explain(
  word: string,
  options: TargetOptions,
  context: CommandContext,
): Promise<number> {
  const page = await readRulePage(context.root, word);
  if (page === null) return explainKernel(word, options, context);
  print(page, context);
  return 0;
}

async function explainKernel(word: string, options: TargetOptions, context: CommandContext): Promise<number> {
  const { engine, terminal } = context;
  const rules = engine.rules.map(({ id }) => id);
  const resolver = new SettingsResolver(options, terminal.cwd, rules, new HeaderReaders(terminal.cwd));
  const { settings } = await resolver.settingsIn(terminal.cwd);
  const { facts } = engine;
  const text = explainHelper(word, settings, facts) ?? explainProgram(word, settings, facts);
  if (text === null) throw unknown(word, context);
  print(text, context);
  noticeStandIns([settings], context);
  for (const problem of resolver.problems) terminal.notice(problem);
  return resolver.problems.length > 0 ? 2 : 0;
}

function print(markdown: string, { terminal }: CommandContext): void {
  const { colours } = terminal;
  terminal.print(
    colours.isColorSupported ? renderMarkdown(markdown, colours, terminal.columns ?? 100) : markdown,
  );
}

/** Which of the near words was meant is not ours to say. */
function unknown(word: string, { engine }: CommandContext): UsageError {
  const rules = engine.rules.map(({ id }) => id);
  const guess = didYouMeanAny(word, [rules, explainable(engine.facts), helperNames(engine.facts)]);
  return new UsageError(
    `There is no rule "${word}", and no section, program type, attach type, context or helper.${guess} ` +
      'ebpf-verdict rules lists the rules.',
    'explain',
  );
}
