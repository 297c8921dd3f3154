/**
 * Probe reads of a context that the kernel rewrites: they load, and return the memory of another struct.
 * Decided by the static type of the pointer, so that a cast to the kernel's own struct stays silent.
 */
import type { Fix } from '../finding.js';
import { fieldAt, type FieldRow } from '../kernel/contexts.js';
import type { ProbeRead } from '../model/file.js';
import { directAccessFixes, widthOf } from './probe-read-fixes.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, relatedTo } from './wording.js';

export const probeReadOnCtx: Rule = {
  meta: {
    id: 'probe-read-on-ctx',
    severity: 'error',
    fixable: true,
    summary: 'A probe read of a context that the kernel rewrites returns garbage',
  },
  *check(input) {
    for (const read of input.model.probeReads) {
      if (isRewritten(read)) yield describe(read, input);
    }
  },
};

/** Sockets that a context yields are rewritten like the context (bpf_convert_ctx_accesses, kernel/bpf/verifier.c). */
function isRewritten(read: ProbeRead): boolean {
  return read.region === 'ctx'
    ? read.spec.rewritten && read.struct === read.spec.context
    : /^bpf_(?:tcp_)?sock$/.test(read.struct);
}

/** Whether the field may be read directly, and if not, the verifier's words. */
interface DirectAccess {
  readonly field: FieldRow | null;
  readonly refusal: string | null;
}

function describe(read: ProbeRead, input: RuleInput): RuleFinding {
  const direct = directAccess(read, input);
  const name = read.path?.join('->') ?? direct.field?.name;
  return {
    span: read.span,
    what: whatHappens(read, name, input),
    advice: `${whatToDo(read, name, direct)} The kernel rewrites direct accesses only (${rewriter(read)}).`,
    doubt: null,
    related: relatedTo(read),
    fixes: fixesFor(read, direct),
    program: read.program.name,
    struct: read.struct,
    ...(name ? { field: name } : {}),
    access: 'read',
    ...(read.size !== null || read.fieldSize !== null ? { size: read.size ?? read.fieldSize ?? 0 } : {}),
  };
}

function directAccess(read: ProbeRead, { facts, kernels }: RuleInput): DirectAccess {
  const context = facts.context(read.struct);
  const field = context && read.offset !== null && read.path ? fieldAt(context, read.offset) : null;
  if (!field || read.offset === null) return { field: null, refusal: null };
  const query = {
    program: read.spec,
    region: read.region,
    access: 'read',
    offset: read.offset,
    size: widthOf(read, field),
  } as const;
  const refused = facts.access.refusedOn(query, kernels)?.at(-1);
  return { field, refusal: refused === undefined ? null : facts.access.message(query, refused) };
}

function whatHappens(read: ProbeRead, name: string | undefined, { facts, kernels }: RuleInput): string {
  const what = `\`${read.row.name}\` of ${name ? `\`${name}\`` : 'the context'}`;
  const where = `in ${nameProgram(read.program, read.spec)}`;
  const id = facts.helpers.id(read.row.name);
  const isRefused = id !== null && facts.helpers.kernelsThat('refused', id, read.spec, kernels).length > 0;
  if (isRefused) return `${what} is refused ${where}, and returns garbage elsewhere: ${whatIsCopied(read)}`;
  const orRefused = read.region === 'ctx' ? '' : 'is refused or ';
  return `${what} ${orRefused}returns garbage ${where}: ${whatIsCopied(read)}`;
}

/** A read of user memory fails on a kernel address and leaves zeros (copy_from_user_nofault, mm/maccess.c). */
function whatIsCopied(read: ProbeRead): string {
  return read.row.user
    ? 'it reads user memory, which fails on the address of a context and gives zeros'
    : `it copies the memory of ${kernelStruct(read)}`;
}

function kernelStruct({ region, struct, spec }: ProbeRead): string {
  const name = region === 'ctx' ? spec.kernelContext : struct.replace('bpf_', '');
  return name ? `\`struct ${name}\`` : 'another struct';
}

function rewriter({ region, struct, spec }: ProbeRead): string {
  return region === 'ctx' ? (spec.rewrittenBy ?? '') : `${struct}_convert_ctx_access, net/core/filter.c`;
}

function whatToDo(read: ProbeRead, name: string | undefined, { field, refusal }: DirectAccess): string {
  if (refusal)
    return `The value does not exist at this point: a direct read is refused, too (\`${refusal}\`).`;
  if (field && name && read.isArray)
    return `Read the elements of \`${name}\` directly, each by a constant index.`;
  if (field && name) return `Read \`${read.pointer}->${name}\` directly.`;
  return 'Read its fields directly.';
}

function fixesFor(read: ProbeRead, { field, refusal }: DirectAccess): readonly Fix[] {
  return field && refusal === null ? directAccessFixes(read, field) : [];
}
