/** Locks and timers in values of maps of which the kernel is told the size alone. */
import type { TypedField } from '../kernel/maps.js';
import type { MapDefinition } from '../model/maps.js';
import type { Type } from '../model/types.js';
import type { HelperCall } from '../model/file.js';
import { isSure } from './certainty.js';
import type { MapInput, RuleFinding } from './rule.js';
import { typedMember } from './typed-members.js';

/** Refused where a program uses them; which map a program means, its call alone does not tell. */
export function* lockedWithoutType(input: MapInput): Iterable<RuleFinding> {
  const { map, facts } = input;
  const { value } = map;
  if (!value || value.type || !value.resolved) return;
  for (const field of facts.maps.typed) {
    if (!holds(value.resolved, field.struct)) continue;
    const calls = callsOf(field, input);
    const fix = typedMember(input, 'value', value);
    if (calls.length === 0) continue;
    const isOnly = !input.maps.some((other) => other !== map && holdsTyped(other, field.struct));
    yield {
      span: value.span,
      what: `\`${map.name}\` holds a \`${field.struct}\` and has no type`,
      verifier: field.words.replace('<map>', () => map.name),
      advice: 'Say the type of the value instead of its size.',
      doubt: !isOnly ? 'shared' : calls.some(isSure) ? null : 'unreached',
      related: calls.slice(0, 1).map(({ span }) => ({ span, message: `It is used by this call` })),
      fixes: fix ? [fix] : [],
    };
  }
}

function callsOf({ helpers }: TypedField, { programs }: MapInput): readonly HelperCall[] {
  return programs.flatMap(({ helperCalls }) => helperCalls.filter(({ name }) => helpers.includes(name)));
}

function holdsTyped({ value }: MapDefinition, struct: string): boolean {
  return value?.resolved ? holds(value.resolved, struct) : false;
}

const deepest = 8;

/** Whether a type is such a struct, or has a member that is. */
function holds(type: Type, struct: string, depth = 0): boolean {
  if (depth > deepest) return false;
  if (type.kind === 'array') return holds(type.of, struct, depth + 1);
  if (type.kind !== 'struct') return false;
  return (
    type.layout.name === struct ||
    type.layout.members().some((member) => holds(member.type, struct, depth + 1))
  );
}
