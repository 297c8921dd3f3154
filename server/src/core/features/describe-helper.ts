/** A helper in words: its prototype, what it does, takes and gives. For hovers, completion, signatures and pages. */
import type { Contract, HelperResult, MemorySize, Parameter } from '../kernel/contract.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import type { KernelSet } from '../kernel/versions.js';

/** `long bpf_map_delete_elem(void *map, const void *key)`; empty for a name that nothing is known of. */
export function prototypeOf(helper: string, facts: KernelFacts): string {
  const prose = facts.prose(helper);
  if (!prose) return '';
  const returns = prose.returns.endsWith('*') ? prose.returns : `${prose.returns} `;
  return `${returns}${helper}(${prose.parameters.join(', ') || 'void'})`;
}

/** The newest measured contract of a helper: in such programs, or where there is none in the first that were asked. */
export function contractOf(
  id: number,
  spec: ProgramSpec | null,
  facts: KernelFacts,
  kernels: KernelSet,
): Contract | null {
  const programs = [...(spec ? [spec] : []), ...facts.programs];
  for (const kernel of kernels.toReversed())
    for (const program of programs) {
      const isAllowed = facts.helpers.verdict(id, program, kernel) === 'allowed';
      const contract = isAllowed ? facts.contracts.contract(id, program, kernel) : null;
      if (contract) return contract;
    }
  return null;
}

/** CommonMark: the prototype, the sentence, a line for each argument, and what the call gives. */
export function helperInWords(helper: string, contract: Contract | null, facts: KernelFacts): string {
  const prose = facts.prose(helper);
  if (!prose) return '';
  const lines = prose.parameters.map((written, i) => {
    const parameter = contract?.parameters[i];
    return parameter
      ? `- \`${written}\`: ${parameterInWords(parameter, prose.parameters)}`
      : `- \`${written}\``;
  });
  const result = contract && resultInWords(contract, prose.parameters);
  return [
    `\`\`\`c\n${prototypeOf(helper, facts)}\n\`\`\``,
    prose.does,
    lines.join('\n'),
    result ? `Gives ${result}.` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The name of a parameter in its declaration: `key` in `const void *key`. */
export function nameOf(declaration: string | undefined): string {
  return /(\w+)$/.exec(declaration ?? '')?.[1] ?? 'an argument';
}

/** What an argument has to be, without a full stop. */
export function parameterInWords(parameter: Parameter, declared: readonly string[]): string {
  const kind = kindInWords(parameter, declared);
  if (parameter.kind === 'number' || parameter.nullable === 'never') return kind;
  return `${kind}, or \`NULL\`${parameter.nullable === 'empty' ? ' with a size of 0' : ''}`;
}

function kindInWords(parameter: Parameter, declared: readonly string[]): string {
  switch (parameter.kind) {
    case 'number':
      return numberInWords(parameter, declared);
    case 'memory':
      return `memory that the helper ${parameter.access === 'write' ? 'fills' : 'reads'}${sizeInWords(parameter.size, declared)}`;
    case 'map value':
      return parameter.readOnly ? 'a constant string' : "the address of a part of a map's value";
    case 'dynptr':
      return parameter.made ? 'a dynptr' : 'a dynptr, which the helper makes';
    default:
      return 'struct' in parameter && parameter.struct !== null
        ? `a \`struct ${parameter.struct} *\``
        : others[parameter.kind];
  }
}

const others = {
  map: 'a map',
  context: 'the context',
  callback: 'a static function',
  stack: 'the address of a local',
  record: 'a reserved record',
  'per-CPU': 'a per-CPU variable of the kernel',
  socket: 'a socket',
  'kernel pointer': 'a typed pointer to an object of the kernel',
} as const;

function numberInWords(
  parameter: Extract<Parameter, { kind: 'number' }>,
  declared: readonly string[],
): string {
  const kind = parameter.constant ? 'a number that the verifier must know' : 'a number';
  if (parameter.zeroOnly) return 'must be 0';
  if (parameter.sizeOf === null) return kind;
  return `the size of \`${nameOf(declared[parameter.sizeOf])}\`${parameter.mayBeZero ? ', may be 0' : ', not 0'}`;
}

function sizeInWords(size: MemorySize | null, declared: readonly string[]): string {
  if (!size) return '';
  if (size.kind === 'bytes') return `, ${size.bytes} bytes`;
  return size.kind === 'argument'
    ? `, \`${nameOf(declared[size.argument])}\` bytes`
    : `, as large as the map's ${size.kind}`;
}

/** What a call gives, without a full stop; null where it was not measured. */
export function resultInWords({ result, acquires }: Contract, declared: readonly string[]): string | null {
  if (!result) return null;
  const given = givenInWords(result, declared);
  const nullable = result.kind !== 'number' && result.nullable ? ', or `NULL`' : '';
  return `${given}${nullable}${acquires ? '; it has to be given back' : ''}`;
}

function givenInWords(result: HelperResult, declared: readonly string[]): string {
  switch (result.kind) {
    case 'number':
      return rangeInWords(result, declared);
    case 'memory':
      return result.sizeIn === null ? 'memory' : `\`${nameOf(declared[result.sizeIn])}\` bytes of memory`;
    case 'socket':
    case 'kernel pointer':
      return `a \`struct ${result.struct} *\``;
    default:
      return result.kind === 'map' ? 'a map' : "a pointer to the map's value";
  }
}

function rangeInWords(
  { min, max, maxIn }: Extract<HelperResult, { kind: 'number' }>,
  declared: readonly string[],
): string {
  const most = maxIn === null ? max : `\`${nameOf(declared[maxIn])}\``;
  if (min !== null && most !== null) return `a number from ${min} to ${most}`;
  return min === null ? 'a number' : `a number of at least ${min}`;
}

/** What else is to be known of a call in such programs, a sentence each. */
export function effectsInWords(
  id: number,
  contract: Contract | null,
  facts: KernelFacts,
  kernels: KernelSet,
): readonly string[] {
  const { contracts } = facts;
  const newest = kernels.at(-1) ?? '';
  const isFor = facts.programs.some((program) => contracts.gplRefusal(id, program, newest) !== null);
  const released = contract?.releases;
  return [
    ...(contracts.movesPacket(id, newest) ? ['Pointers into the packet are void after it.'] : []),
    ...(released !== null && released !== undefined ? ['It gives back what it is handed.'] : []),
    ...(isFor ? ['It needs a licence that is compatible with the GPL.'] : []),
    ...(contracts.lockRefusal(id, newest) === null ? ['It may be called while a spin lock is held.'] : []),
  ];
}
