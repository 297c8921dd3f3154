/**
 * The parser itself: masked text in, plain nodes out, within a time budget. The only file that runs tree-sitter; no
 * tree lives longer than a call.
 */
import { Language, Parser } from 'web-tree-sitter';
import { copyTree, type Cst, type Grammar, grammarOf } from './cst.js';

/** What the parser is made of: two wasm modules, and a clock in milliseconds that only moves forward. */
export interface Assets {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
  readonly now: () => number;
}

export interface Engine {
  readonly now: () => number;
  /**
   * The tree of `text`, its offsets moved by `shift`; null when it takes longer than until `deadline`. A parse that
   * was cut off leaves nothing behind.
   */
  parse(text: string, shift: number, deadline: number): Cst | null;
}

/** Starts the runtime and loads the grammar. Rejects when the bytes are no such modules. */
export async function createEngine(assets: Assets): Promise<Engine> {
  await Parser.init({ wasmBinary: assets.runtime } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(assets.grammar);
  const parser = new Parser().setLanguage(language);
  const grammar = grammarOf(language);
  const { now } = assets;
  return { now, parse: (text, shift, deadline) => parseWithin(parser, grammar, text, shift, now, deadline) };
}

function parseWithin(parser: Parser, grammar: Grammar, text: string, shift: number, now: () => number, deadline: number): Cst | null {
  const tree = parser.parse(text, null, { progressCallback: () => now() > deadline });
  if (!tree) {
    parser.reset();
    return null;
  }
  try {
    return copyTree(tree, grammar, shift);
  } finally {
    tree.delete();
  }
}
