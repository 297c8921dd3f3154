/** Directives decide what clang says they decide: random ones, in which each name is known. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRegions } from '../../../server/src/core/syntax/regions.js';
import { nothingOutside } from '../../../server/src/core/syntax/macro-scope.js';
import { DirectiveMemory, scan } from '../../../server/src/core/syntax/scan.js';
import { byClang, skip } from './by-clang.js';
import { dice, type Dice } from './macro-sets.js';

const texts = 400;

test(`${texts} texts are compiled as clang compiles them`, { skip }, () => {
  const all = Array.from({ length: texts }, (_, seed) => directives(dice(seed + 1), namesOf(seed)));
  let compared = 0;
  byClang(all).forEach((words, i) => {
    const text = all[i] ?? '';
    const compiled = words && compiledWords(text);
    if (!compiled) return;
    compared++;
    assert.deepEqual(compiled, words, text);
  });
  assert.ok(compared > texts / 4, `only ${compared} are valid and decided`);
});

/** Null where a condition is left open, as one is that shifts too far. */
function compiledWords(text: string): readonly string[] | null {
  const scanned = scan(text, new DirectiveMemory(), null, null, nothingOutside);
  const { tokens, live } = scanned;
  if (openRegions(scanned, 0, tokens.count).length > 0) return null;
  return Array.from({ length: tokens.count }, (_, i) => i)
    .filter((i) => live[i] === 1)
    .map((i) => text.slice(tokens.starts[i], tokens.ends[i]));
}

function pick<T>(roll: Dice, values: readonly T[]): T {
  return values[roll(values.length)] as T;
}

/** Of this text alone: clang keeps what one text pushes for the next. */
function namesOf(seed: number): readonly string[] {
  return ['A', 'B', 'C', 'D'].map((name) => `${name}${seed}`);
}

/** Lines of which the first say that no name is defined. */
function directives(roll: Dice, names: readonly string[]): string {
  const lines = names.map((name) => `#undef ${name}`);
  let marks = 0;
  const block = (depth: number): void => {
    for (let i = 1 + roll(4); i > 0; i--) {
      lines.push(`m${marks++} ;`);
      if (depth < 3 && roll(3) > 0) group(depth);
      else lines.push(change(roll, names));
    }
  };
  const group = (depth: number): void => {
    const name = pick(roll, names);
    lines.push(
      pick(roll, [
        `#ifdef ${name}`,
        `#ifndef ${name}`,
        `#if ${condition(roll, names, 3)}`,
        `# if ${condition(roll, names, 2)} // x`,
      ]),
    );
    block(depth + 1);
    for (let i = roll(3); i > 0; i--) {
      lines.push(`#elif ${condition(roll, names, 3)}`);
      block(depth + 1);
    }
    if (roll(2) === 0) {
      lines.push('#else');
      block(depth + 1);
    }
    lines.push('#endif');
  };
  block(0);
  return [...lines, ...names.map((name) => `#undef ${name}`)].join('\n');
}

function change(roll: Dice, names: readonly string[]): string {
  const name = pick(roll, names);
  return pick(roll, [
    `#undef ${name}\n#define ${name} ${condition(roll, names, 1)}`,
    `#undef ${name}\n#define ${name} ${pick(roll, names)}`,
    `#undef ${name}`,
    `#pragma push_macro("${name}")`,
    `#pragma pop_macro("${name}")`,
  ]);
}

const numbers = [
  '0',
  '1',
  '2',
  '-1',
  '1u',
  '0x80000000',
  '0xffffffffffffffff',
  '3L',
  '010',
  "'a'",
  "'\\n'",
  '64',
];
const operators = [
  '||',
  '&&',
  '|',
  '^',
  '&',
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '<<',
  '>>',
  '+',
  '-',
  '*',
  '/',
  '%',
];

function condition(roll: Dice, names: readonly string[], depth: number): string {
  if (depth === 0 || roll(5) === 0) return pick(roll, [pick(roll, numbers), pick(roll, names)]);
  const inner = (): string => condition(roll, names, depth - 1);
  switch (roll(6)) {
    case 0:
      return `defined ${pick(roll, names)}`;
    case 1:
      return `!defined(${pick(roll, names)})`;
    case 2:
      return `${pick(roll, ['!', '~', '-', '+'])}(${inner()})`;
    case 3:
      return `(${inner()} ? ${inner()} : ${inner()})`;
    default:
      return `${inner()} ${pick(roll, operators)} ${inner()}`;
  }
}
