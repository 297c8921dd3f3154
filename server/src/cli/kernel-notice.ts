/** Says on standard error which measured kernel stands for a target that nobody measured. */
import type { Settings } from '../core/engine/settings.js';
import { standInNotice } from '../core/kernel/stand-in.js';
import type { CommandContext } from './command.js';

/** Each target once. */
export function noticeStandIns(
  all: readonly Settings[],
  { engine, terminal }: Pick<CommandContext, 'engine' | 'terminal'>,
): void {
  const notices = all.flatMap(({ kernel }) => standInNotice(engine.facts.kernels, kernel) ?? []);
  for (const notice of new Set(notices)) terminal.notice(notice);
}
