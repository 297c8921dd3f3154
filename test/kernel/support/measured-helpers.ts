/**
 * What rules/kernels says of helpers, by section, with what the section's target adds. Written anew rather than shared
 * with the generator of the tables, which is under test.
 */
import { offsetsOf } from './cells.js';
import { measuredKernels, sections, type MeasuredHelpers, type MeasuredKernel } from './measured.js';

export interface Said {
  readonly way: 'allowed' | 'sleeps' | 'refused';
  /** The verifier's words with # for the helper; of a helper that may be called, none. */
  readonly words: string;
}

/** By the helper's number. */
export type SaidOf = ReadonlyMap<number, Said>;

export interface HelperKernel extends MeasuredKernel {
  /** Kinds of programs that name no target. */
  readonly kinds: ReadonlyMap<string, SaidOf>;
}

export function helperKernels(): readonly HelperKernel[] {
  const known = new Map(sections());
  return measuredKernels().map((kernel) => ({
    ...kernel,
    kinds: new Map(
      Object.entries(kernel.programs).flatMap(([section, { loads, helpers }]) => {
        const own = helpers && 'sameAs' in helpers ? kernel.programs[helpers.sameAs]?.helpers : helpers;
        if (loads !== true || !own || 'sameAs' in own || !known.has(section)) return [];
        return [[section, saidOf(own, kernel)] as const];
      }),
    ),
  }));
}

/** A section for each target that was asked. */
export function targetsOf(kernel: MeasuredKernel): readonly (readonly [string, SaidOf])[] {
  return Object.entries(kernel.targets ?? {}).flatMap(([stem, { loading }]) =>
    loading.flatMap(({ targets, helpers }) => {
      const said = saidOf(helpers, kernel);
      return targets.split(' ').map((target) => [`${stem}/${target}`, said] as const);
    }),
  );
}

/** The same on the whole of a kernel, and not written down again for kinds that were measured before it was asked. */
function sleepingWords({ targets }: MeasuredKernel): string {
  const groups = Object.values(targets ?? {}).flatMap(({ loading }) => loading);
  return groups.find(({ helpers }) => helpers.sleepableRefusal)?.helpers.sleepableRefusal ?? '';
}

function saidOf(helpers: MeasuredHelpers, kernel: MeasuredKernel): SaidOf {
  const sleeping = helpers.sleepableRefusal ?? sleepingWords(kernel);
  const [allowed, sleeps] = [
    new Set(offsetsOf(helpers.allowed)),
    new Set(offsetsOf(helpers.onlySleepable ?? '')),
  ];
  const others = Object.entries(helpers.otherRefusals ?? {}).map(
    ([words, ids]) => [words, offsetsOf(ids)] as const,
  );
  const said = (id: number): Said => {
    if (allowed.has(id)) return { way: 'allowed', words: '' };
    if (sleeps.has(id)) return { way: 'sleeps', words: sleeping };
    const other = others.find(([, ids]) => ids.includes(id))?.[0];
    return { way: 'refused', words: other ?? helpers.refusal ?? '' };
  };
  return new Map(Object.keys(kernel.helperNames).map((id) => [Number(id), said(Number(id))]));
}

/** The same from the prober's own lines: what was said, and the helpers' numbers. */
export function foldHelperAnswers(answers: Readonly<Record<string, readonly number[]>>): SaidOf {
  return new Map(
    Object.entries(answers).flatMap(([words, ids]) =>
      words.startsWith('invalid func ') ? [] : ids.map((id) => [id, saidIn(words)] as const),
    ),
  );
}

function saidIn(words: string): Said {
  if (/^ok$|^R\d |^Extension program/.test(words)) return { way: 'allowed', words: '' };
  return { way: /might sleep|^sleepable helper/.test(words) ? 'sleeps' : 'refused', words };
}
