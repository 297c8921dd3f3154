/** Makes programs that the two disagree on smaller, as long as they still disagree in the same way. */
import type { Draft, Piece } from './draft.js';
import { render } from './draft.js';
import { disagreementOf, type Disagreement, type Verdict } from './verdicts.js';

/** Judges programs that are each in a file of their own; those that do not compile are not in the result. */
export type Judge = (drafts: readonly Draft[]) => Promise<readonly Verdict[]>;

interface Case {
  readonly verdict: Verdict;
  readonly kind: Disagreement;
}

/** All at once, so that every round is one run of the tool. */
export async function minimise(cases: readonly Case[], judge: Judge): Promise<readonly Case[]> {
  const done: Case[] = [];
  let pending = [...cases];
  while (pending.length > 0) {
    const tries = pending.map(({ verdict }) => smaller(verdict.draft));
    const verdicts = await judge(
      tries.flatMap((drafts, i) => drafts.map((draft, j) => renamed(draft, `_${i}_${j}`))),
    );
    const byName = new Map(verdicts.map((verdict) => [verdict.draft.name, verdict]));
    const next: Case[] = [];
    pending.forEach((each, i) => {
      const better = (tries[i] ?? [])
        .map((draft, j) => byName.get(`${draft.name}_${i}_${j}`))
        .find((verdict) => verdict && disagreementOf(verdict) === each.kind);
      if (better) next.push({ ...each, verdict: { ...better, draft: renamed(better.draft, '') } });
      else done.push(each);
    });
    pending = next;
  }
  return done;
}

/** The entry's own name alone; its functions keep theirs, for each program has a file to itself. */
function renamed(draft: Draft, suffix: string): Draft {
  return { ...draft, name: `${draft.name.replace(/_\d+_\d+$/, '')}${suffix}` };
}

/** Everything that one step can leave out, what leaves out most coming first. */
function smaller(draft: Draft): readonly Draft[] {
  const { pieces } = draft;
  const halves =
    pieces.length > 3
      ? [pieces.slice(0, pieces.length / 2), pieces.slice(pieces.length / 2)].map((kept) => ({
          ...draft,
          pieces: kept,
        }))
      : [];
  const without = removals(pieces).map((kept) => ({ ...draft, pieces: kept }));
  const plain =
    draft.result.length > 1
      ? [
          { ...draft, result: '1' },
          { ...draft, result: '0' },
        ]
      : [];
  return [...halves, ...without, ...plain].map(withoutIdle);
}

function removals(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  return pieces.flatMap((piece, i) => {
    const [before, after] = [pieces.slice(0, i), pieces.slice(i + 1)];
    const unwrapped = piece.body ? [[...before, ...piece.body, ...after]] : [];
    return [[...before, ...after], ...unwrapped];
  });
}

/** Declarations that nothing names any more go, too. */
function withoutIdle(draft: Draft): Draft {
  const declarations = draft.declarations.filter((text) => {
    const name =
      /^#define (\w+)/.exec(text)?.[1] ??
      /(\w+)\(/.exec(text.replace(/__attribute__\(\(\w+\)\)/g, ''))?.[1] ??
      /(?:struct|enum \{) (\w+)/.exec(text)?.[1];
    const rest = render({ ...draft, declarations: draft.declarations.filter((other) => other !== text) });
    return name === undefined || rest.includes(name);
  });
  return { ...draft, declarations };
}
