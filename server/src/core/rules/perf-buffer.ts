/** Events that go through a perf buffer where all target kernels have ring buffers. */
import { compareVersions } from '../engine/settings.js';
import type { RingBufferRow } from '../kernel/reading-rows.js';
import type { HelperCall } from '../model/file.js';
import { callAt } from '../model/calls-in.js';
import { mayCall } from './nearest.js';
import type { Rule, RuleFinding, RuleInput } from './rule.js';
import { nameProgram, relatedTo } from './wording.js';

export const perfBuffer: Rule = {
  meta: {
    id: 'perf-buffer',
    severity: 'hint',
    fixable: false,
    isOptIn: true,
    summary: 'Events go through a perf buffer though all target kernels have ring buffers',
  },
  *check(input) {
    for (const call of input.model.helperCalls) {
      const ring = input.facts.readings.ringBuffer(call.name);
      if (!ring || copiesPacket(call, input) || !mayCallOn(ring, call, input)) continue;
      yield describe(call, ring.helper);
    }
  },
};

/** A kernel without the helper, and a program that may not call it, leave no choice. */
function mayCallOn({ helper, since }: RingBufferRow, { spec }: HelperCall, input: RuleInput): boolean {
  const { facts, kernels, settings } = input;
  if (settings.kernel && compareVersions(settings.kernel.min, since) < 0) return false;
  const id = facts.helpers.id(helper);
  return id !== null && mayCall(id, spec, facts, kernels);
}

/** Flags other than the processor may ask for bytes of the packet behind the event, which no ring buffer takes. */
function copiesPacket({ span }: HelperCall, { model }: RuleInput): boolean {
  const flags = callAt(model, span)?.args[2];
  return flags?.kind !== 'ident' && flags?.kind !== 'number';
}

function describe(call: HelperCall, ring: string): RuleFinding {
  return {
    span: call.span,
    what: `\`${call.name}\` in ${nameProgram(call.program, call.spec)} writes to a buffer of each processor`,
    advice:
      `A ring buffer is shared by all of them, keeps the order of events and spares a copy: \`${ring}\` on a map of ` +
      '`BPF_MAP_TYPE_RINGBUF`. What reads the events changes with it.',
    doubt: null,
    related: relatedTo(call),
    fixes: [],
    program: call.program.name,
  };
}
