/** What clang's preprocessor makes of texts. */
import { spawnSync } from 'node:child_process';
import { lex } from '../../../server/src/core/syntax/lexer.js';

const separator = 'next_set';

/** Why tests that ask clang are left out; false where they are not. */
export const skip = spawnSync('clang', ['--version']).status === 0 ? false : 'clang is not here';

/** The words of a text's tokens. */
export function wordsOf(text: string): readonly string[] {
  const { count, starts, ends } = lex(text);
  return Array.from({ length: count }, (_, i) => text.slice(starts[i], ends[i]));
}

/** A text without directives, and the lines, from 0, that clang complains of. */
export function preprocess(input: string): { readonly stdout: string; readonly faulty: readonly number[] } {
  const args = ['-E', '-P', '-w', '-ferror-limit=0', '-x', 'c', '-'];
  const { stdout, stderr } = spawnSync('clang', args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  const faulty = [...stderr.matchAll(/^<stdin>:(\d+):\d+: (?:fatal )?error/gm)].map(
    ([, line]) => Number(line) - 1,
  );
  return { stdout, faulty };
}

/** What clang makes of each text, one process for all; null where it complains. */
export function byClang(texts: readonly string[]): readonly (readonly string[] | null)[] {
  const starts: number[] = [];
  let line = 0;
  for (const text of texts) {
    starts.push(line);
    line += text.split('\n').length + 1;
  }
  const { stdout, faulty } = preprocess(texts.map((text) => `${text}\n${separator}\n`).join(''));
  const isFaulty = new Set(faulty.map((at) => starts.findLastIndex((start) => start <= at)));
  return stdout
    .split(separator)
    .slice(0, texts.length)
    .map((part, i) => (isFaulty.has(i) ? null : wordsOf(part)));
}
