/** The signature of the helper whose arguments are being typed, with what the argument at the cursor has to be. */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import { kernelsInRange } from '../kernel/versions.js';
import { contractOf, parameterInWords, prototypeOf } from './describe-helper.js';
import { callAt, programAt } from './typed-call.js';

export interface Signature {
  /** The prototype. */
  readonly label: string;
  /** CommonMark. */
  readonly documentation: string;
  readonly parameters: readonly {
    /** UTF-16 offsets in the label. */
    readonly span: readonly [number, number];
    /** CommonMark; empty where nothing is known. */
    readonly documentation: string;
  }[];
  /** From 0; the last one where more are typed than there are. */
  readonly active: number;
}

/** Null where no arguments of a helper are being typed. */
export function signatureAt(analysis: Analysis, facts: KernelFacts, offset: number): Signature | null {
  const call = callAt(analysis.text, offset);
  const prose = call && facts.prose(call.name);
  const id = call && facts.helpers.id(call.name);
  if (!call || !prose || id === null) return null;
  const kernels = kernelsInRange(facts.kernels, analysis.settings.kernel);
  const contract = contractOf(id, programAt(analysis, facts, offset)?.spec ?? null, facts, kernels);
  const label = prototypeOf(call.name, facts);
  let from = label.indexOf('(');
  const parameters = prose.parameters.map((written, i) => {
    const start = label.indexOf(written, from);
    from = start + written.length;
    const parameter = contract?.parameters[i];
    const documentation = parameter ? parameterInWords(parameter, prose.parameters) : '';
    return { span: [start, from] as const, documentation };
  });
  return {
    label,
    documentation: prose.does,
    parameters,
    active: Math.min(call.argument, parameters.length - 1),
  };
}
