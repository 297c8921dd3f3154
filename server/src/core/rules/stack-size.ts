/** Locals that do not fit the stack of a BPF program. */
import type { StackedLocal } from '../model/file.js';
import { isLocated, type Located } from '../model/walk/located.js';
import { doubtOf } from './certainty.js';
import type { Rule, RuleFinding } from './rule.js';
import { relatedTo } from './wording.js';

/** Bytes of a function's frame: MAX_BPF_STACK, include/linux/filter.h; clang refuses more. */
const limit = 512;

export const stackSize: Rule = {
  meta: {
    id: 'stack-size',
    severity: 'error',
    fixable: false,
    summary: 'Locals that helpers are handed take more bytes than the stack has',
  },
  *check({ model }) {
    for (const frame of frames(model.stacked)) {
      const large = frame.filter(({ size }) => size > limit);
      for (const each of large) yield tooLarge(each);
      const lasting = frame.filter(({ span }) => isLocated(span) && blocksAround(span) === 1);
      const sum = lasting.reduce((all, { size }) => all + inSlots(size), 0);
      const last = lasting.at(-1);
      if (large.length === 0 && sum > limit && last) yield tooMany(last, sum);
    }
  },
};

/** The locals of each function, each once. A function that is reached in several ways is one frame. */
function frames(locals: readonly StackedLocal[]): readonly (readonly StackedLocal[])[] {
  const byFunction = new Map<unknown, Map<number, StackedLocal>>();
  for (const each of locals) {
    const key = isLocated(each.span) ? each.span.content : null;
    const frame = byFunction.get(key) ?? new Map<number, StackedLocal>();
    byFunction.set(key, frame);
    if (!each.guarded && !frame.has(each.span.start)) frame.set(each.span.start, each);
  }
  return [...byFunction.values()].map((frame) => [...frame.values()]);
}

/** How many blocks a place is in. What is in the function's own alone lives as long as the function runs. */
function blocksAround({ content, start }: Located): number {
  const before = content.text.slice(0, start);
  return before.split('{').length - before.split('}').length;
}

function inSlots(size: number): number {
  return Math.ceil(size / 8) * 8;
}

function tooLarge(local: StackedLocal): RuleFinding {
  return {
    ...about(local),
    what: `\`${local.name}\` takes ${local.size} bytes of a stack of ${limit}`,
    doubt: doubtOf(local, 'other'),
  };
}

function tooMany(local: StackedLocal, sum: number): RuleFinding {
  return {
    ...about(local),
    what: `\`${local.name}\` and others take ${sum} bytes of a stack of ${limit}`,
    doubt: 'overlaid',
  };
}

function about(local: StackedLocal): Omit<RuleFinding, 'what' | 'doubt'> {
  return {
    span: local.span,
    verifier: 'Looks like the BPF stack limit is exceeded',
    advice: 'Keep it in a value of a per-CPU array, which is looked up.',
    related: [{ span: local.handed, message: 'It is handed over here' }, ...relatedTo(local)],
    fixes: [],
    program: local.program.name,
  };
}
