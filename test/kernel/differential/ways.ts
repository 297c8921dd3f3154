/** All ways of writing a statement, and how often each is taken. */
import type { Piece } from './draft.js';
import type { Way, World } from './world.js';
import * as calls from './ways/calls.js';
import * as dead from './ways/dead.js';
import * as executions from './ways/executions.js';
import * as functions from './ways/functions.js';
import * as initializers from './ways/initializers.js';
import * as loops from './ways/loops.js';
import * as macros from './ways/macros.js';
import * as memory from './ways/memory.js';
import * as merges from './ways/merges.js';
import * as pointers from './ways/pointers.js';
import * as reads from './ways/reads.js';
import { early } from './ways/returns.js';
import * as known from './ways/known.js';
import * as sockets from './ways/sockets.js';
import * as types from './ways/types.js';
import * as unexecuted from './ways/unexecuted.js';
import * as writes from './ways/writes.js';

const groups: readonly (readonly [string, number, Readonly<Record<string, Way>>])[] = [
  ['reads', 8, reads],
  ['writes', 5, writes],
  ['pointers', 6, pointers],
  ['functions', 7, functions],
  ['macros', 5, macros],
  ['dead', 5, dead],
  ['executions', 5, executions],
  ['unexecuted', 4, unexecuted],
  ['known', 5, known],
  ['initializers', 3, initializers],
  ['types', 4, types],
  ['loops', 4, loops],
  ['memory', 6, memory],
  ['merges', 2, merges],
  ['sockets', 4, sockets],
  ['calls', 4, calls],
  ['returns', 1, { early }],
];

const raffle = groups.flatMap(([, weight, ways], i) =>
  Array.from({ length: weight }, () => ({ group: i, ways })),
);

/** A statement of some way; null where the way that was drawn has nothing for this kind. */
export function somePiece(world: World): Piece | null {
  const drawn = world.random.pick(raffle);
  const [name, way] = world.random.pick(Object.entries(drawn?.ways ?? {})) ?? [];
  if (!drawn || !way || name === undefined) return null;
  const before = { planned: world.planned, declarations: world.declarations.length };
  const made = way(world);
  if (made) return { ...made, way: `${groups[drawn.group]?.[0] ?? ''}.${name}` };
  world.planned = before.planned;
  world.declarations.length = before.declarations;
  return null;
}
