/** The outcome in words: each disagreement with its program, and the sums. */
import { render, waysOf } from './draft.js';
import { knownReason } from './known.js';
import type { Outcome } from './session.js';
import { judgementOf, wordsOf, type Judgement, type Verdict } from './verdicts.js';

/** A disagreement with its program, what each side says, and the ways that the program goes. */
export function describe({ verdict, kind }: Outcome['disagreements'][number]): string {
  const { draft, refusal, findings } = verdict;
  const said = findings.map(({ rule, severity, verifier }) => `${severity} ${rule}: ${verifier ?? ''}`);
  return [
    `---- ${kind}: ${draft.name}, ${draft.headers} headers, ${waysOf(draft).join(' ')}`,
    render(draft).trimEnd(),
    `verifier: ${refusal === null ? 'loads' : wordsOf(refusal)}`,
    `tool:     ${said.join('\n          ') || 'nothing'}`,
    '',
  ].join('\n');
}

/** Numbers and the share of agreement among the programs that say something about the tool. */
export function summary({ verdicts }: Pick<Outcome, 'verdicts'>): string {
  const judgements = verdicts.map(judgementOf);
  const count = (kind: Judgement): number => judgements.filter((each) => each === kind).length;
  const refused = verdicts.filter(({ refusal }) => refusal !== null).length;
  const known = verdicts.filter((each) => knownReason(each) !== null).length;
  const share = (100 * shareAgreed(verdicts)).toFixed(2);
  return [
    `${verdicts.length} programs judged, ${refused} of them refused, ${count('compiler-made')} by the compiler's doing`,
    `${count('agreed') + count('warned')} agreed (${share} %), ${count('warned')} of them refused as ctx-load-merge had warned`,
    `${count('false alarm')} false alarms, ${count('missed')} missed, ${count('other words')} with other words; ${known} of these understood and left`,
  ].join('\n');
}

/** From 0 to 1; what the compiler made counts neither way. */
export function shareAgreed(verdicts: readonly Verdict[]): number {
  const counted = verdicts.map(judgementOf).filter((each) => each !== 'compiler-made');
  const agreed = counted.filter((each) => each === 'agreed' || each === 'warned');
  return counted.length > 0 ? agreed.length / counted.length : 0;
}
