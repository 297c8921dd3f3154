/**
 * Which of a build's flags are passed to clang. Flags can run code (`-fplugin=`, `-Xclang -load`, `@file`) or write
 * files (`-Wp,-MD,x`), so that none is passed as it stands: the few that are known are read, and written anew.
 */
import { resolve } from 'node:path';
import type { FileFlags } from '../compile-commands.js';

export interface SafeFlags {
  /** Each a word of its own, none of which begins with `@`. */
  readonly options: readonly string[];
  /** What was not passed on, and may make a difference. */
  readonly leftOut: readonly string[];
}

/** What clang is told for one flag, where it is taken; null where it is not. */
type Writer = (value: string, directory: string) => string | null;

const folder =
  (name: string): Writer =>
  (value, directory) =>
    `${name}${resolve(directory, value)}`;

const oneOf =
  (name: string, values: RegExp): Writer =>
  (value) =>
    values.test(value) ? `${name}${value}` : null;

/** With their value in the same word or in the next one. */
const joinedOrNext: readonly (readonly [string, Writer])[] = [
  ['-isystem', folder('-isystem')],
  ['-iquote', folder('-iquote')],
  ['-idirafter', folder('-idirafter')],
  ['-I', folder('-I')],
  ['-D', oneOf('-D', /^[A-Za-z_]\w*(?:\([\w ,.]*\))?(?:=[^]*)?$/)],
  ['-U', oneOf('-U', /^[A-Za-z_]\w*$/)],
];

const joined: readonly (readonly [string, Writer])[] = [
  ['-std=', oneOf('-std=', /^(?:c|gnu)(?:89|9[09x]|1[178x]|2[3x])$/)],
  ['-mcpu=', oneOf('-mcpu=', /^(?:generic|v[1-4])$/)],
  ['-O', oneOf('-O', /^[0-3sz]?$/)],
];

/** Words that are passed as they are. */
const whole = new Set([
  ...['-mlittle-endian', '-mbig-endian', '-nostdinc', '-nostdlibinc', '-ffreestanding', '-fms-extensions'],
  ...['-fno-builtin', '-fno-common', '-fno-jump-tables', '-fno-stack-protector', '-fno-strict-aliasing'],
  ...['-fno-inline', '-fno-unroll-loops', '-fwrapv', '-fshort-enums', '-fno-short-enums'],
]);

/** What makes no difference to the program, or what we say ourselves; with the next word, too. */
const nextToo = /^(?:-o|-MF|-MT|-MQ|-MJ|-target|-x|-ferror-limit)$/;
const idle =
  /^(?:-c|-S|-E|-emit-llvm|-pipe|-v|-MM?D|-MP|-g[a-z0-9-]*|-w|-W(?!p,|a,|l,)[\w=+-]*|--target=.*|-Qunused-arguments|-fcolor-diagnostics|-f(?:no-)?PIC|-fno-pie|-static|-MF.+|-o.+)$/;

/** The flags of a build, the compiler and the source among them, as they are told to clang. */
export function safeFlags(all: readonly FileFlags[]): SafeFlags {
  const options: string[] = [];
  const leftOut: string[] = [];
  for (const { flags, directory } of all) {
    const words = flags.filter((flag) => flag !== '');
    for (let at = 0; at < words.length; at++) {
      const read = readFlag(words, at, directory);
      if (read.option !== null) options.push(read.option);
      leftOut.push(...read.leftOut);
      at += read.used - 1;
    }
  }
  return { options: options.filter((option) => !option.includes('\0')), leftOut };
}

interface Read {
  readonly option: string | null;
  readonly leftOut: readonly string[];
  /** Words. */
  readonly used: number;
}

function readFlag(words: readonly string[], at: number, directory: string): Read {
  const [word = '', next = ''] = words.slice(at, at + 2);
  if (whole.has(word)) return { option: word, leftOut: [], used: 1 };
  if (nextToo.test(word)) return { option: null, leftOut: [], used: 2 };
  if (word === '-include') return { option: `-include${resolve(directory, next)}`, leftOut: [], used: 2 };
  const known =
    joinedOrNext.find(([name]) => word.startsWith(name)) ?? joined.find(([name]) => word.startsWith(name));
  if (known) return readValue(known, word, next, directory);
  if (idle.test(word) || !/^[-@]/.test(word)) return { option: null, leftOut: [], used: 1 };
  const takesNext = /^-(?:X\w+|mllvm|plugin|load|B)$/.test(word);
  return { option: null, leftOut: takesNext ? [`${word} ${next}`] : [word], used: takesNext ? 2 : 1 };
}

function readValue(
  [name, write]: readonly [string, Writer],
  word: string,
  next: string,
  directory: string,
): Read {
  const isNext = word === name && joinedOrNext.some(([other]) => other === name);
  const value = isNext ? next : word.slice(name.length);
  const option = value === '' && name !== '-O' ? null : write(value, directory);
  const text = isNext ? `${word} ${next}` : word;
  return { option, leftOut: option === null ? [text] : [], used: isNext ? 2 : 1 };
}
