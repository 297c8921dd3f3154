/**
 * Arguments of helpers that are of another kind than the verifier wants: a number where memory is wanted, the stack where
 * a record is. Pointers into a context that do not lead to its start are ctx-field-address's business.
 */
import type { Parameter } from '../kernel/contract.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { HelperArgument } from '../model/file.js';
import type { Given } from '../model/walk/recorded-arguments.js';
import { doubtOf, isSure } from './certainty.js';
import type { Doubt } from './doubts.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt, onSomeKernels, relatedTo } from './wording.js';

export const helperArgument: Rule = {
  meta: {
    id: 'helper-argument',
    severity: 'error',
    fixable: true,
    summary: 'An argument of a helper is of another kind than the helper takes',
  },
  *check(input) {
    for (const argument of input.model.arguments) {
      const finding = argument.guarded ? null : judge(argument, input);
      if (finding) yield finding;
    }
  },
};

function judge(argument: HelperArgument, input: RuleInput): RuleFinding | null {
  const { facts, kernels, textOf } = input;
  const refusedOn = kernels.filter((kernel) => wordsOn(argument, kernel, facts) !== null);
  const kernel = refusedOn.at(-1);
  if (kernel === undefined) return null;
  const parameter = parameterOn(argument, kernel, facts);
  const doubt = parameter?.kind === 'number' ? doubtOfSize(argument) : doubtOf(argument, 'other');
  if (doubt === 'unseen' || argument.isRuledOut()) return null;
  const written = excerpt(textOf(argument.span));
  return {
    span: argument.span,
    what: `\`${written}\` cannot be argument ${argument.index + 1} of \`${argument.helper}\`${onSomeKernels(refusedOn, kernels)}`,
    verifier: wordsOn(argument, kernel, facts) ?? '',
    advice: adviceFor(argument, parameter),
    doubt,
    related: relatedTo(argument),
    fixes: [],
    program: argument.program.name,
  };
}

/** `unseen`: no run was found on which it is no constant. */
function doubtOfSize(argument: HelperArgument): Doubt | 'unseen' | null {
  if (!isSure(argument)) return 'unseen';
  if (argument.given !== 'unfollowed') return null;
  return argument.isCompared ? 'unseen' : 'settled';
}

type Numeric = 'zero' | 'constant' | 'number' | 'variable' | 'unfollowed';

/** What the verifier calls a register that holds it. */
const registers: Readonly<Record<Exclude<Given, Numeric>, string>> = {
  stack: 'fp',
  map: 'map_ptr',
  global: 'map_value',
  context: 'ctx',
};

/** Null where it is taken there, where another rule speaks of the call, and where the program was not asked. */
function wordsOn(argument: HelperArgument, kernel: string, facts: KernelFacts): string | null {
  const parameter = parameterOn(argument, kernel, facts);
  if (!parameter) return null;
  const register = `R${argument.index + 1}`;
  if (parameter.kind === 'number') {
    return parameter.constant && isVariable(argument)
      ? facts.contracts.constantRefusal(kernel).replace('R#', register)
      : null;
  }
  const { given } = argument;
  if (given === 'variable' || given === 'unfollowed') return null;
  if (given === 'zero' && parameter.nullable !== 'never') return null;
  const isNumber = given === 'zero' || given === 'constant' || given === 'number';
  const type = isNumber ? facts.contracts.numberName(kernel) : registers[given];
  return parameter.expected.includes(type)
    ? null
    : `${register} type=${type} expected=${parameter.expected.join(', ')}`;
}

function isVariable({ given }: HelperArgument): boolean {
  return given === 'number' || given === 'variable' || given === 'unfollowed';
}

function parameterOn(argument: HelperArgument, kernel: string, facts: KernelFacts): Parameter | null {
  const { helper, index, spec } = argument;
  const id = facts.helpers.id(helper);
  if (id === null || facts.helpers.verdict(id, spec, kernel) !== 'allowed') return null;
  return facts.contracts.contract(id, spec, kernel)?.parameters[index] ?? null;
}

/** What is wanted, in a sentence. */
const wanted: Readonly<Record<Parameter['kind'], string>> = {
  number: 'A constant is wanted: the verifier must know its value.',
  memory: 'The address of memory that the program may access is wanted.',
  'map value': 'The address of a value of a map is wanted.',
  dynptr: 'The address of a `struct bpf_dynptr` on the stack is wanted.',
  map: 'The address of a map is wanted.',
  context: 'The context is wanted, as the program got it.',
  callback: 'A static function is wanted.',
  stack: 'The address of a local variable is wanted, or `NULL`.',
  record: 'A record that `bpf_ringbuf_reserve` gave is wanted.',
  'per-CPU': 'The address of a per-CPU variable of the kernel is wanted.',
  socket: 'A socket is wanted.',
  'kernel pointer': 'A typed pointer to an object of the kernel is wanted.',
};

function adviceFor({ given }: HelperArgument, parameter: Parameter | null): string {
  if (!parameter) return '';
  if (parameter.kind === 'memory' && given === 'number')
    return 'To the verifier this is a number. The address of memory is wanted: of a local that holds it, for example.';
  return wanted[parameter.kind];
}
