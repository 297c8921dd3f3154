/** What a program returns: a constant that its type takes, one that it does not, or a value kept in range. */
import { shallRefuse, statement, unknownTest, type Way, type World } from '../world.js';

/** The expression at the program's end. */
export function result(world: World): string {
  const { random, kind } = world;
  const [range] = kind.returns ?? [];
  if (!range) return random.pick(['acc', '0', '1', '(int)acc']) ?? '0';
  if (shallRefuse(world)) return outside(world) ?? '0';
  const fits = range.min === 0 && range.max >= 1;
  if (fits && random.chance(0.5))
    return random.pick(['acc & 1', '!!acc', 'acc == 7', 'acc > 5 ? 1 : 0']) ?? '0';
  return String(range.min + random.below(range.max - range.min + 1));
}

/** A constant that is refused; null where every one is taken. */
function outside({ random, kind }: World): string | null {
  const isTaken = (value: number): boolean =>
    (kind.returns ?? []).some(({ min, max }) => min <= value && value <= max);
  return random.pick(['-1', '2', '4', '7', '-22', '100', '0'].filter((text) => !isTaken(Number(text))));
}

/** Leaves the program early. */
export const early: Way = (world) => {
  const [range] = world.kind.returns ?? [];
  const legal = range ? String(range.min) : '1';
  const value = range && shallRefuse(world) ? (outside(world) ?? legal) : legal;
  return statement(`if (${unknownTest(world)})\n\treturn ${value};`);
};
