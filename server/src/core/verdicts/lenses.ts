/** What stands above each program: what kernels said of it, and where that differs from our rules. */
import type { Analysis } from '../engine/analysis.js';
import { figuresInWords } from '../log/figures.js';
import type { MessageTable } from '../log/messages.js';
import type { Span } from '../text.js';
import { disagreement } from './disagreement.js';
import { holding } from './holding.js';
import { versionOf, type KernelVerdict, type Verified } from './verdict.js';

export interface Lens {
  readonly program: string;
  /** The section, which stands above the program. */
  readonly span: Span;
  /** Null for the offer to ask a kernel. */
  readonly said: {
    readonly release: string;
    readonly title: string;
    /** In a sentence; null where our rules say the same. */
    readonly disagreement: string | null;
  } | null;
}

/** For each program of the text, the offer and what holds of what was said. */
export function lensesOf(runs: readonly Verified[], now: Analysis, messages: MessageTable): readonly Lens[] {
  const verdicts = runs.flatMap((run) => holding(run, now).verdicts);
  return now.file.programs.flatMap(({ name, section }) => {
    const place = { program: name, span: section.span };
    const said = verdicts.filter(({ program }) => program === name);
    return [
      { ...place, said: null },
      ...said.map((verdict) => ({
        ...place,
        said: {
          release: verdict.release,
          title: titleOf(verdict),
          disagreement: disagreement(verdict, messages),
        },
      })),
    ];
  });
}

/** `accepted on 6.18: 212 of 1,000,000 instructions, stack 96 of 512` */
function titleOf({ verdict, release, stats, id, why }: KernelVerdict): string {
  const title = `${verdict} on ${versionOf(release)}`;
  if (verdict === 'accepted') return `${title}${figuresInWords([stats])}`;
  const because = verdict === 'not tried' ? why : id;
  return because === null ? title : `${title}: ${because}`;
}
