/** Keys and values of maps of which a definition says the size alone, where it could say the type. */
import { lockedWithoutType } from './map-locks.js';
import { typedMember } from './typed-members.js';
import type { MapInput, MapRule, RuleFinding } from './rule.js';

export const untypedMapMember: MapRule = {
  meta: {
    id: 'untyped-map-member',
    severity: 'hint',
    fixable: true,
    summary: "A map's key or value has a size and no type, so that tools cannot show what it holds",
  },
  *checkMap(input) {
    const { map, facts } = input;
    const type = map.type?.value ?? null;
    if (type === null || !facts.maps.isTyped(type)) return;
    // A lock in the value makes it map-definition's business.
    const isLocked = [...lockedWithoutType(input)].length > 0;
    for (const name of isLocked ? (['key'] as const) : (['key', 'value'] as const)) {
      const finding = judge(name, input);
      if (finding) yield finding;
    }
  },
};

function judge(name: 'key' | 'value', input: MapInput): RuleFinding | null {
  const part = input.map[name];
  const fix = typedMember(input, name, part);
  if (!part || !fix) return null;
  return {
    span: part.span,
    what: `\`${input.map.name}\` says how large its ${name} is, and no type`,
    advice: `With \`__type\` bpftool shows its members, and locks and timers may stand in it.`,
    doubt: null,
    related: [],
    fixes: [fix],
  };
}
