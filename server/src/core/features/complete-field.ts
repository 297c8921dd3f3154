/** The fields of a program's context behind `ctx->`: the allowed ones first, the refused ones with the verifier's words. */
import type { Analysis } from '../engine/analysis.js';
import type { Direction } from '../kernel/access.js';
import { accessSize, type ContextRow, type FieldRow } from '../kernel/contexts.js';
import type { KernelFacts } from '../kernel/facts.js';
import { kernelsInRange, type KernelSet } from '../kernel/versions.js';
import type { Completion } from './completion-entry.js';
import { fieldInWords } from './hover-field.js';
import { typedChain, type TypedChain } from './typed-chain.js';

/** Empty where no field of a measured context is being typed. */
export function completeField(analysis: Analysis, facts: KernelFacts, offset: number): readonly Completion[] {
  const typed = typedChain(analysis, facts, offset);
  const place = typed && placeOf(typed, facts);
  if (!place || !facts.access.knows({ program: typed.spec, region: place.region })) return [];
  const kernels = kernelsInRange(facts.kernels, analysis.settings.kernel);
  const items = place.context.fields.map((field) => fieldItem(field, typed, place.region, facts, kernels));
  return [...items.filter((item) => !item.isRefused), ...items.filter((item) => item.isRefused)];
}

interface Place {
  readonly context: ContextRow;
  readonly region: string;
}

/** Follows the pointers that a context yields. Registers differ by processor, and C knows them as well. */
function placeOf({ spec, path }: TypedChain, facts: KernelFacts): Place | null {
  let context = spec.context === null ? null : facts.context(spec.context);
  let region = 'ctx';
  for (const name of path) {
    const field = context?.fields.find((each) => each.name === name);
    const struct = /^(?:const )?struct (\w+) \*$/.exec(field?.type ?? '')?.[1];
    context = struct === undefined ? null : facts.context(struct);
    region = `${region}->${name}`;
  }
  return context && context.struct !== 'pt_regs' ? { context, region } : null;
}

function fieldItem(
  field: FieldRow,
  typed: TypedChain,
  region: string,
  facts: KernelFacts,
  kernels: KernelSet,
): Completion {
  const refusals = (['read', 'write'] as const).map((access) =>
    refusal(field, typed, region, access, facts, kernels),
  );
  const [read, write] = refusals;
  const allowed = [...(read === null ? ['read'] : []), ...(write === null ? ['write'] : [])];
  const isRefused = allowed.length === 0;
  return {
    kind: 'field',
    label: field.name,
    ...spelling(field.name, typed),
    hint: field.type,
    detail: isRefused ? `not in ${typed.section}: ${read ?? ''}` : allowed.join(', '),
    documentation: fieldInWords(field),
    isRefused,
  };
}

/** A dot behind a pointer becomes an arrow. */
function spelling(
  name: string,
  { operator, operatorSpan, nameSpan }: TypedChain,
): Pick<Completion, 'snippet' | 'filter' | 'span'> {
  if (operator === '->') return { span: nameSpan };
  return {
    snippet: `->${name}`,
    filter: `.${name}`,
    span: { start: operatorSpan.start, end: nameSpan.end },
  };
}

const widest = 8;

/** The verifier's words where the field, or the start of a larger one, cannot be accessed; null where it can. */
function refusal(
  field: FieldRow,
  { spec }: TypedChain,
  region: string,
  access: Direction,
  facts: KernelFacts,
  kernels: KernelSet,
): string | null {
  const query = {
    program: spec,
    region,
    access,
    offset: field.offset,
    size: Math.min(widest, accessSize(field)),
  };
  const kernel = facts.access.refusedOn(query, kernels)?.at(-1);
  return kernel === undefined ? null : facts.access.message(query, kernel);
}
