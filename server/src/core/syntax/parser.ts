/** Makes the syntax room from the bytes of the parser. Knows how the pieces fit; none of their work. */
import type { Stmt } from './ast.js';
import { type Assets, createEngine, type Engine } from './engine.js';
import type { Definition } from './directive.js';
import { parseFragment } from './fragments.js';
import { openSession } from './session.js';
import type { Syntax } from './syntax.js';

/** How many texts `parseStatements` remembers. */
const MAX_REMEMBERED = 500;
/** Milliseconds for the statements of one text. */
const STATEMENTS_BUDGET = 100;

/**
 * Loads the parser. `isLibrary` tells macros that are never expanded beside those that the masking knows. Rejects when
 * the bytes are no such modules; nothing else ever throws.
 */
export async function createSyntax(
  assets: Assets,
  isLibrary: (macro: Definition) => boolean = () => false,
): Promise<Syntax> {
  const engine = await createEngine(assets);
  return { open: () => openSession(engine, isLibrary), parseStatements: remembering(engine) };
}

function remembering(engine: Engine): (text: string) => readonly Stmt[] | null {
  const remembered = new Map<string, readonly Stmt[] | null>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    engine.watch.spend(text.length);
    const statements = parseFragment(engine, text, 0, engine.watch.now() + STATEMENTS_BUDGET);
    const oldest = remembered.size >= MAX_REMEMBERED ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(text, statements);
    return statements;
  };
}
