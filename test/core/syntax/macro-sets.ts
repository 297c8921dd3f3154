/** Random sets of macros with uses of them, the same for the same seed. Knows what C allows, not what it comes to. */

/** Numbers from 0 to below `below`, one after the other. */
export type Dice = (below: number) => number;

/** Mulberry32. */
export function dice(seed: number): Dice {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

interface Macro {
  readonly name: string;
  /** Null for an object-like one. */
  readonly params: readonly string[] | null;
  /** How the variable arguments are called; null where there are none. */
  readonly rest: string | null;
}

/** Lines of definitions, and then of uses; now and then a macro is defined anew, or is no more. */
export function macroSet(seed: number): string {
  const roll = dice(seed);
  const macros = Array.from({ length: 3 + roll(5) }, (_, i) => head(roll, i));
  const lines = macros.map((macro) => definition(roll, macro, macros));
  for (let i = 4 + roll(6); i > 0; i--) {
    const macro = pick(roll, macros);
    if (roll(8) === 0) lines.push(`#undef ${macro.name}`);
    if (roll(8) === 0) lines.push(`#undef ${macro.name}`, definition(roll, macro, macros));
    lines.push(`${sequence(roll, macros, [], 1 + roll(4), 2)} ;`);
  }
  return [...lines, ...macros.map(({ name }) => `#undef ${name}`)].join('\n');
}

function pick<T>(roll: Dice, values: readonly T[]): T {
  return values[roll(values.length)] as T;
}

function head(roll: Dice, index: number): Macro {
  const params = roll(3) === 0 ? null : ['a', 'b', 'c'].slice(0, roll(4));
  const rest = params && roll(3) === 0 ? pick(roll, ['__VA_ARGS__', 'args']) : null;
  return { name: `M${index}`, params, rest };
}

function definition(roll: Dice, macro: Macro, macros: readonly Macro[]): string {
  const names = [...(macro.params ?? []), ...(macro.rest === null ? [] : [macro.rest])];
  const dots = macro.rest === 'args' ? ['args...'] : macro.rest === null ? [] : ['...'];
  const list = macro.params ? `(${[...macro.params, ...dots].join(', ')})` : '';
  const parts = Array.from({ length: roll(5) }, () => bodyPart(roll, macro, names, macros));
  return `#define ${macro.name}${list} ${parts.join(pick(roll, [' ', ' ', ' \\\n\t']))}`;
}

function bodyPart(roll: Dice, macro: Macro, names: readonly string[], macros: readonly Macro[]): string {
  const hasNames = names.length > 0;
  switch (roll(9)) {
    case 0:
      return hasNames ? `#${pick(roll, names)}` : plain(roll);
    case 1:
      return hasNames
        ? `${pick(roll, ['x', 'M', 'M1', ''])}##${pick(roll, names)}`.replace(/^##/, '')
        : 'x##y';
    case 2:
      return hasNames
        ? `${pick(roll, names)}${pick(roll, ['##', ' ## '])}${pick(roll, [...names, '1', 'z'])}`
        : '1##2';
    case 3:
      return macro.rest === null ? plain(roll) : `f(x, ##${macro.rest})`;
    case 4:
    case 5:
      return use(roll, pick(roll, macros), macros, names, 1);
    case 6:
      return pick(roll, macros).name;
    default:
      return hasNames ? pick(roll, names) : plain(roll);
  }
}

function plain(roll: Dice): string {
  return pick(roll, [
    'x',
    'y',
    '1',
    '0x1f',
    '+',
    '->',
    '"s \\" t"',
    "'c'",
    '(x)',
    '/* no */ z',
    '1.5e+3',
    '<<=',
  ]);
}

/** Some tokens and uses, brackets balanced. */
function sequence(
  roll: Dice,
  macros: readonly Macro[],
  names: readonly string[],
  length: number,
  depth: number,
): string {
  const parts = Array.from({ length }, () => {
    if (depth > 0 && roll(2) === 0) return use(roll, pick(roll, macros), macros, names, depth - 1);
    return roll(4) === 0 && names.length > 0 ? pick(roll, names) : plain(roll);
  });
  return parts.join(pick(roll, [' ', '  ', '\t']));
}

function use(
  roll: Dice,
  macro: Macro,
  macros: readonly Macro[],
  names: readonly string[],
  depth: number,
): string {
  if (!macro.params || roll(12) === 0) return macro.name;
  const extra = macro.rest === null ? 0 : roll(3);
  const args = Array.from({ length: macro.params.length + extra }, () =>
    argument(roll, macros, names, depth),
  );
  return `${macro.name}${pick(roll, ['', '', ' '])}(${args.join(pick(roll, [',', ', ']))})`;
}

function argument(roll: Dice, macros: readonly Macro[], names: readonly string[], depth: number): string {
  const kind = roll(6);
  if (kind === 0) return '';
  if (kind === 1) return '(x, y)';
  if (kind < 4) return pick(roll, ['x', 'y', '1', 'M0', 'M1', 'M2', ...names]);
  return sequence(roll, macros, names, 1, depth);
}
