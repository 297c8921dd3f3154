/** Explores C in which calls say whether they are reached: `yes_1()`, `no_1()`, `unknown_1()`. */
import assert from 'node:assert/strict';
import { constant } from '../../../server/src/core/exec/build-terms.js';
import { type Exploration, explore } from '../../../server/src/core/exec/explore.js';
import type { Limits } from '../../../server/src/core/exec/search.js';
import type { Reachability } from '../../../server/src/core/exec/witness.js';
import { pointer } from '../../../server/src/core/exec/values.js';
import { createRun } from '../../../server/src/core/exec/run.js';
import type { Effect, World, Yield } from '../../../server/src/core/exec/world.js';
import type { IrUnit } from '../../../server/src/core/ir/ir.js';
import type { Replays } from '../../../server/src/core/violations/concrete.js';
import { unitOf } from '../ir/support.js';
import { callsOf } from './replayed.js';

const nothing: Effect = {
  result: { kind: 'unknown' },
  writes: [],
  movesPacket: false,
  writesAnything: false,
};

/** `input()` gives any number, `small()` one from -4 to 4, `maybe()` eight bytes or NULL; `move()` moves the packet. */
const effects: Readonly<Record<string, Effect>> = {
  input: { ...nothing, result: { kind: 'number', min: -(1n << 63n), max: (1n << 63n) - 1n } },
  small: { ...nothing, result: { kind: 'number', min: -4n, max: 4n } },
  maybe: {
    ...nothing,
    result: { kind: 'memory', extent: { name: 'value', origin: null, size: 8, nullable: true } },
  },
  move: { ...nothing, movesPacket: true },
  fill: { ...nothing, writes: [{ argument: 0, size: 4 }] },
};

/** The first eight bytes are where the packet starts and ends; the rest of the context are numbers. */
export const world: World = {
  context(offset): Yield {
    if (offset === 0) return { kind: 'packet', which: 'start' };
    return offset === 4 ? { kind: 'packet', which: 'end' } : { kind: 'number' };
  },
  call: (name) => effects[name] ?? nothing,
};

const fields = [
  { offset: 0, size: 4, which: 'start' },
  { offset: 4, size: 4, which: 'end' },
] as const;

export const limits: Limits = { steps: 20_000, solver: 20_000 };

/** Each marker of `f` and what it calls, with what became of it; markers that no block holds are left out. */
export function explored(
  text: string,
  within: Limits = limits,
): {
  readonly found: Record<string, Reachability>;
  readonly exploration: Exploration;
  readonly unit: IrUnit;
  readonly replays: Replays;
} {
  const unit = unitOf(text);
  const fn = unit.function('f');
  assert.ok(fn, 'there is a function f');
  const run = createRun(unit, world);
  const context = { kind: 'context', name: 'ctx', size: null, address: null, content: 'input' } as const;
  const args = [pointer(context, constant(run.arena, 64, 0n))];
  const exploration = explore(run, fn, args, isMarker, within);
  const found: Record<string, Reachability> = {};
  for (const name of ['f', 'g', 'h'])
    unit.function(name)?.blocks.forEach((block, id) =>
      block.instructions.forEach((each, index) => {
        if (each.op !== 'call' || !('name' in each.callee) || !/^(yes|no|unknown)/.test(each.callee.name))
          return;
        found[each.callee.name] = exploration.at({ fn: name, block: id, index });
      }),
    );
  return { found, exploration, unit, replays: { run, entry: fn, args, fields } };
}

const isMarker: Parameters<typeof explore>[3] = (_, instruction) =>
  instruction?.op === 'call' &&
  'name' in instruction.callee &&
  /^(yes|no|unknown)/.test(instruction.callee.name);

const outcomes: Readonly<Record<string, string>> = {
  yes: 'reachable',
  no: 'unreachable',
  unknown: 'unknown',
};

/** Every marker is what its name says, and a concrete run with the numbers of its witness gets there. */
export function check(text: string, within: Limits = limits): void {
  const { found, replays } = explored(text, within);
  assert.ok(Object.keys(found).length > 0, 'there are markers');
  for (const [name, answer] of Object.entries(found)) {
    assert.equal(answer.kind, outcomes[/^[a-z]+/.exec(name)?.[0] ?? ''], name);
    if (answer.kind !== 'reachable') continue;
    const calls = callsOf(replays, answer.witness);
    assert.ok(calls.includes(name), `${name} is not reached, but ${calls.join()}`);
  }
}
