/** Packet memory that is read or written beyond what was compared with `data_end`. */
import type { LocatedFault } from '../violations/located-fault.js';
import { faultFinding } from './faults.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { excerpt } from './wording.js';

export const packetBounds: Rule = {
  meta: {
    id: 'packet-bounds',
    severity: 'error',
    fixable: false,
    summary: 'A packet is accessed beyond what was compared with data_end',
  },
  check: () => [],
  *checkFaults(input, faults) {
    for (const fault of faults) {
      if (fault.danger === 'stale') yield tellStale(fault, input);
      if (fault.danger === 'bounds') yield tell(fault, input);
    }
  },
};

function tell(fault: LocatedFault, input: RuleInput): RuleFinding {
  const { offset, size, isWrite, isOffsetConstant } = fault;
  const verb = isWrite ? 'writes' : 'reads';
  return {
    ...faultFinding(fault, input),
    what: `\`${excerpt(input.textOf(fault.span))}\` ${verb} ${bytesAt(offset, size)} of ${packetOf(fault.witness.packetLength ?? 0)}`,
    advice: 'Compare its end with `data_end` first, and leave where it is beyond.',
    verifier: isOffsetConstant
      ? `invalid access to packet, off=${offset} size=${size}`
      : 'offset is outside of the packet',
  };
}

function bytesAt(offset: number, size: number): string {
  return size === 1 ? `byte ${offset}` : `bytes ${offset} to ${offset + size - 1}`;
}

function packetOf(length: number): string {
  if (length === 0) return 'an empty packet';
  return length === 1 ? 'a packet of 1 byte' : `a packet of ${length} bytes`;
}

function tellStale(fault: LocatedFault, input: RuleInput): RuleFinding {
  return {
    ...faultFinding(fault, input),
    what: `\`${excerpt(input.textOf(fault.span))}\` is stale: a call may have moved the packet`,
    advice: 'Read `data` and `data_end` anew behind the call, and compare again.',
    verifier: "invalid mem access 'scalar'",
  };
}
