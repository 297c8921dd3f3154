/** The syntax room as the tests use it: loaded once, from the files that ship. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionDef, Stmt, TypeExpr } from '../../../server/src/core/syntax/ast.js';
import type { Item, SectionMark, SyntaxFile } from '../../../server/src/core/syntax/file.js';
import { createSyntax } from '../../../server/src/core/syntax/parser.js';
import { moveMark } from '../../../server/src/core/syntax/sections.js';
import { createWatch } from '../../../server/src/core/syntax/watch.js';

const grammars = folder(process.cwd());

/** Tests run from the repository or from below it. */
function folder(from: string): string {
  const here = join(from, 'grammars');
  return existsSync(join(here, 'tree-sitter-c.wasm')) ? here : folder(join(from, '..'));
}

const watch = createWatch(() => performance.now());

export const syntax = await createSyntax({
  runtime: readFileSync(join(grammars, 'web-tree-sitter.wasm')),
  grammar: readFileSync(join(grammars, 'tree-sitter-c.wasm')),
  watch,
});

/** The sections that a file names, at their places in the text. */
export function sections({ items }: SyntaxFile): readonly SectionMark[] {
  return items.flatMap(({ content, start }) => content.sections.map((mark) => moveMark(mark, start)));
}

/** Parses one text in a session of its own. */
export function parse(text: string): SyntaxFile {
  const session = syntax.open();
  watch.start();
  try {
    return session.parse(text);
  } finally {
    watch.stop();
    session.dispose();
  }
}

/** The functions of a text by name. */
export function functions(text: string): Map<string, FunctionDef> {
  const found = new Map<string, FunctionDef>();
  for (const { content } of parse(text).items) {
    if (content.node.kind === 'function') found.set(content.node.name, content.node);
  }
  return found;
}

/** The statements of a function body made of `body`. */
export function statements(body: string): readonly Stmt[] {
  const text = `int f(void)\n{\n${body}\n}\n`;
  const item = parse(text).items[0];
  const node = item?.content.node;
  if (node?.kind !== 'function' || node.body?.kind !== 'block') throw new Error(`no function: ${text}`);
  return node.body.body;
}

/** What a relative span of an item covers in the whole text. */
export function slice(
  text: string,
  item: Item,
  span: { readonly start: number; readonly end: number },
): string {
  return text.slice(item.start + span.start, item.start + span.end);
}

/** A node without its spans, and big integers as numbers, for comparing shapes. */
export function shape(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      /span$/i.test(key) ? undefined : typeof part === 'bigint' ? Number(part) : part,
    ),
  );
}

/** A type as C would write it, roughly. */
export function written(type: TypeExpr): string {
  if (type.kind === 'name') return type.name;
  if (type.kind === 'tagged') return `${type.keyword} ${type.tag ?? '{}'}`;
  if (type.kind === 'pointer') return `${written(type.to)} *`;
  if (type.kind === 'array') return `${written(type.of)}[]`;
  return type.kind;
}
