/** The page of a helper, for whoever asks by name: what it takes and gives, and which programs may call it since when. */
import type { Settings } from '../engine/settings.js';
import type { KernelFacts } from '../kernel/facts.js';
import { measuredKey } from '../kernel/sections.js';
import { kernelsInRange } from '../kernel/versions.js';
import { contractOf, effectsInWords, helperInWords } from './describe-helper.js';

/** Markdown; null for a name that is no helper's. */
export function explainHelper(word: string, settings: Settings, facts: KernelFacts): string | null {
  const id = facts.helpers.id(word);
  if (id === null) return null;
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const contract = contractOf(id, null, facts, kernels);
  return `${[
    `# ${word}`,
    `Helper ${id}.`,
    helperInWords(word, contract, facts),
    effectsInWords(id, contract, facts, kernels).join(' '),
    permissions(id, facts),
  ]
    .filter(Boolean)
    .join('\n\n')}\n`;
}

/** By the first measured kernel from which on all let them: the sections whose programs may call it. */
function permissions(id: number, facts: KernelFacts): string {
  const bySince = new Map<string, string[]>();
  for (const { section, since } of callers(id, facts))
    bySince.set(since, [...(bySince.get(since) ?? []), section]);
  if (bySince.size === 0) return 'No measured kernel lets a program call it.';
  const rows = facts.kernels.flatMap((kernel) => {
    const sections = bySince.get(kernel);
    const lead = kernel === facts.kernels[0] ? `${kernel}, or before` : kernel;
    return sections ? [`| ${lead} | ${sections.map((each) => `\`${each}\``).join(', ')} |`] : [];
  });
  return ['| since | sections whose programs may call it |', '| --- | --- |', ...rows].join('\n');
}

function callers(id: number, facts: KernelFacts): readonly { section: string; since: string }[] {
  return facts.programs.flatMap((program) => {
    if (program.variantOf !== undefined || measuredKey(program) !== program.section) return [];
    const verdicts = facts.kernels.map((kernel) => facts.helpers.verdict(id, program, kernel));
    const first = verdicts.findLastIndex((each) => each !== 'allowed') + 1;
    const since = facts.kernels[first];
    return since === undefined ? [] : [{ section: program.section, since }];
  });
}

/** Every helper's name. */
export function helperNames(facts: KernelFacts): readonly string[] {
  return facts.helpers.names;
}
