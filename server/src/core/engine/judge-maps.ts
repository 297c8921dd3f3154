/** Asks the rules about maps about every map that a text and its headers define. */
import type { Finding } from '../finding.js';
import type { KernelFacts } from '../kernel/facts.js';
import { kernelsInRange } from '../kernel/versions.js';
import type { Models } from '../model/build.js';
import type { ModelledProgram } from '../model/modelled-program.js';
import type { PlacedMap } from '../model/placed-maps.js';
import { mapRules } from '../rules/registry.js';
import { isOn, type MapInput, type MapRule, type RuleFinding } from '../rules/rule.js';
import { tell } from '../rules/telling.js';
import type { Notice } from './analysis.js';
import { asConditional, conditionsIn } from './conditional.js';
import { inOrder, placeFinding, type Judged, type Sources } from './judge.js';
import type { Settings } from './settings.js';
import { soundFixes, wholeFixes } from './sound-fixes.js';

/** What was judged, and what the rules say of the maps. */
export function withMaps(
  judged: Judged,
  { maps, programs }: Pick<Models, 'maps' | 'programs'>,
  facts: KernelFacts,
  sources: Sources,
  settings: Settings,
): Judged {
  const notices: Notice[] = [];
  const findings = judgeMaps(maps(), programs, facts, sources, settings, notices);
  if (findings.length === 0 && notices.length === 0) return judged;
  return {
    ...judged,
    findings: inOrder([...judged.findings, ...findings]),
    notices: [...judged.notices, ...notices],
  };
}

function judgeMaps(
  maps: readonly PlacedMap[],
  programs: readonly ModelledProgram[],
  facts: KernelFacts,
  { textAt, open }: Sources,
  settings: Settings,
  notices: Notice[],
): readonly Finding[] {
  const kernels = kernelsInRange(facts.kernels, settings.kernel);
  const all = maps.map(({ map }) => map);
  const models = programs.map(({ model }) => model);
  const asked = mapRules.filter(({ meta }) => isOn(meta, settings));
  const isCompiled = conditionsIn(open);
  const findings = maps.flatMap(({ map, place }) => {
    const input: MapInput = { map, maps: all, programs: models, facts, kernels, settings };
    if (map.content.damage.length > 0) return [];
    return asked.flatMap((rule) =>
      runRule(rule, input, notices).map((finding) => {
        const places = [place.used(finding.span), ...place.broughtBy(finding.span)];
        const told = tell(rule.meta, places.every(isCompiled) ? finding : asConditional(finding), settings);
        const placed = placeFinding({ ...told, fixes: soundFixes(told.fixes) }, place);
        return { ...placed, fixes: wholeFixes(placed.fixes, textAt) };
      }),
    );
  });
  return eachOnce(findings);
}

/** One macro may define several maps, and is wrong once. */
function eachOnce(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ rule, message, span }: Finding): string =>
    `${rule} ${span.path ?? ''} ${span.start} ${span.end} ${message}`;
  return [...new Map(findings.map((each) => [key(each), each])).values()];
}

/** A rule that throws is left out for this map; the others go on. */
function runRule(rule: MapRule, input: MapInput, notices: Notice[]): readonly RuleFinding[] {
  try {
    return [...rule.checkMap(input)];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    notices.push({ kind: 'failure', message: `the rule ${rule.meta.id} failed: ${words}` });
    return [];
  }
}
