/** The outcome in words: each disagreement with its program, and the sums. */
import { render, waysOf } from './draft.js';
import type { Outcome } from './session.js';
import { isForetoldMerge, wordsOf } from './verdicts.js';

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

/** Numbers and the share of agreement. */
export function summary({ verdicts, disagreements }: Outcome): string {
  const count = (kind: string): number => disagreements.filter((each) => each.kind === kind).length;
  const refused = verdicts.filter(({ refusal }) => refusal !== null);
  const agreed = verdicts.length - disagreements.length;
  const foretold = refused.filter((each) => isForetoldMerge(each)).length - count('missed');
  const share = verdicts.length > 0 ? ((100 * agreed) / verdicts.length).toFixed(2) : '0';
  return [
    `${verdicts.length} programs judged, ${refused.length} of them refused`,
    `${agreed} agreed (${share} %), ${foretold} of them refused as ctx-load-merge had warned`,
    `${count('false alarm')} false alarms, ${count('missed')} missed, ${count('other words')} with other words`,
  ].join('\n');
}
