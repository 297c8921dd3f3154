/**
 * The parser itself: masked text in, plain nodes out, within a time budget. The only file that runs tree-sitter; no
 * tree lives longer than a call.
 */
import { Language, Parser } from 'web-tree-sitter';
import { copyTree, type Cst, type Grammar, grammarOf } from './cst.js';
import type { Watch } from './watch.js';

/** What the parser is made of: two wasm modules, and the time that an analysis may take. */
export interface Assets {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
  readonly watch: Watch;
}

/**
 * Progress reports that a parse may take whatever the clock says: 100 kB of ordinary C. A machine that stood still
 * for a moment must not look like a text that is hard to parse.
 */
const EASY_STEPS = 500;

/** A parser that is ready. */
export interface Engine {
  readonly watch: Watch;
  /**
   * The tree of `text`, its offsets moved by `shift`; null when it is hard work and not done by `deadline`. A parse
   * that was cut off leaves nothing behind.
   */
  parse(text: string, shift: number, deadline: number): Cst | null;
}

/** Starts the runtime and loads the grammar. Rejects when the bytes are no such modules. */
export async function createEngine(assets: Assets): Promise<Engine> {
  await Parser.init({ wasmBinary: assets.runtime } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(assets.grammar);
  const parser = new Parser().setLanguage(language);
  const grammar = grammarOf(language);
  const { watch } = assets;
  return {
    watch,
    parse: (text, shift, deadline) => parseWithin(parser, grammar, text, shift, () => watch.now() > deadline),
  };
}

function parseWithin(
  parser: Parser,
  grammar: Grammar,
  text: string,
  shift: number,
  isOver: () => boolean,
): Cst | null {
  let steps = 0;
  const progressCallback = (): boolean => ++steps > EASY_STEPS && isOver();
  const tree = parser.parse(text, null, { progressCallback });
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
