/** `explain`: a rule's page. */
import { readRulePage } from '../host/assets.js';
import { didYouMean } from '../host/nearest.js';
import type { CommandContext } from './command.js';
import { renderMarkdown } from './markdown.js';
import { UsageError } from './usage-error.js';

/** Prints the page: rendered where there are colours, else its Markdown. The result is the exit code. */
export async function explain(rule: string, { engine, terminal, root }: CommandContext): Promise<number> {
  const page = await readRulePage(root, rule);
  if (page === null) {
    const guess = didYouMean(
      rule,
      engine.rules.map(({ id }) => id),
    );
    throw new UsageError(`There is no rule "${rule}".${guess} ebpf-verdict rules lists them all.`, 'explain');
  }
  const { colours } = terminal;
  terminal.print(colours.isColorSupported ? renderMarkdown(page, colours, terminal.columns ?? 100) : page);
  return 0;
}
