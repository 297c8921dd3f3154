/** Writes a program from its number: the same one for the same seed and tables, whatever was written before. */
import type { KernelFacts } from '../../../server/src/core/kernel/facts.js';
import type { Headers } from '../support/compiler.js';
import type { Draft, Piece } from './draft.js';
import type { Kind } from './kinds.js';
import type { Layout } from './layout.js';
import { createRandom, seedOf } from './random.js';
import { somePiece } from './ways.js';
import { result } from './ways/returns.js';
import { unknownTest, type World } from './world.js';

/** Half of the programs are written to load, as far as the tables can tell. */
const shareRefused = 0.5;
const mostStatements = 6;

export function generate(
  run: number,
  number: number,
  facts: KernelFacts,
  headers: Headers,
  kinds: readonly Kind[],
): Draft {
  const random = createRandom(seedOf(run, number));
  const kind = random.pick(kinds);
  if (!kind) throw new Error('there is no kind of program to generate');
  const others = [...new Map(kinds.map((each) => [each.layout.type, each.layout])).values()];
  const seen = random.chance(0.04) ? (random.pick(others) ?? kind.layout) : kind.layout;
  const name = `p${number}${headers === 'core' ? 'c' : 'u'}`;
  const world: World = {
    random,
    facts,
    headers,
    kind,
    layout: seen,
    others,
    name,
    declarations: [],
    planned: random.chance(shareRefused) ? 1 : 0,
    counter: 0,
  };
  const pieces = statements(world);
  const parameters = parametersOf(world, seen);
  return {
    name,
    section: kind.section,
    headers,
    parameters: parameters.text,
    pieces: [...pieces, ...parameters.pieces],
    result: result(world),
    declarations: world.declarations,
  };
}

function statements(world: World): readonly Piece[] {
  const wanted = 1 + world.random.below(mostStatements);
  const pieces: Piece[] = [];
  for (let tries = 0; pieces.length < wanted && tries < 8 * mostStatements; tries++) {
    const piece = somePiece(world);
    if (piece) pieces.push(wrapped(world, piece));
  }
  return pieces;
}

/** Some statements stand in a block of their own. */
function wrapped(world: World, piece: Piece): Piece {
  if (!world.random.chance(0.12)) return piece;
  return { way: 'block', text: `if (${unknownTest(world)})`, body: [piece] };
}

function parametersOf(
  { random, name }: World,
  { type }: Layout,
): { readonly text: string; readonly pieces: readonly Piece[] } {
  const own = `${type} *ctx`;
  if (!random.chance(0.03)) return { text: own, pieces: [] };
  const extra = `${name}_more`;
  const pieces = random.chance(0.7) ? [{ way: 'parameters.further', text: `acc += ${extra};` }] : [];
  return { text: `${own}, int ${extra}`, pieces };
}
