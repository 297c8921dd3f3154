/**
 * A parser's tree copied into plain objects in one walk, after which the tree can be freed. Knows how to walk;
 * nothing of C.
 */
import type { Language, Tree } from 'web-tree-sitter';

/** A node. Offsets are those of the parsed text. */
export interface Cst {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly named: boolean;
  /** The parser could make nothing of it, or made it up; a made up `;` or `}` damages nothing around it. */
  readonly broken: boolean;
  /** Whether it or anything in it is broken, or too deep to be looked at. */
  damaged: boolean;
  readonly children: Cst[];
}

/** Nodes nested deeper than this are damaged, so that recursion over a tree is bounded. */
const MAX_DEPTH = 400;

/** What a walk needs to know of the grammar, read once. */
export interface Grammar {
  readonly types: readonly string[];
  readonly fields: readonly (string | null)[];
  readonly named: readonly boolean[];
}

export function grammarOf(language: Language): Grammar {
  const named = language.types.map((_, id) => language.nodeTypeIsNamed(id));
  return { types: language.types, fields: language.fields, named };
}

/** Copies a whole tree, its offsets moved by `shift`; the tree is still the caller's to free. */
export function copyTree(tree: Tree, grammar: Grammar, shift: number): Cst {
  const cursor = tree.walk();
  try {
    return new Copier(grammar, shift).copy(cursor);
  } finally {
    cursor.delete();
  }
}

type Cursor = ReturnType<Tree['walk']>;

const ERROR_ID = 65535;

class Copier {
  constructor(
    private readonly grammar: Grammar,
    private readonly shift: number,
  ) {}

  copy(cursor: Cursor): Cst {
    const root = this.node(cursor);
    const path: Cst[] = [root];
    let descend = cursor.gotoFirstChild();
    while (path.length > 0) {
      if (descend) {
        const node = this.node(cursor);
        path.at(-1)?.children.push(node);
        path.push(node);
        descend = this.enter(cursor, node, path.length);
      } else if (cursor.gotoNextSibling()) {
        leave(path);
        descend = true;
      } else {
        leave(path);
        if (path.length > 0) cursor.gotoParent();
      }
    }
    return root;
  }

  private enter(cursor: Cursor, node: Cst, depth: number): boolean {
    if (!node.named) return false;
    if (depth < MAX_DEPTH) return cursor.gotoFirstChild();
    if (node.end > node.start && cursor.gotoFirstChild()) {
      cursor.gotoParent();
      node.damaged = true;
    }
    return false;
  }

  private node(cursor: Cursor): Cst {
    const id = cursor.nodeTypeId;
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    const broken = id === ERROR_ID || (start === end && cursor.nodeIsMissing);
    const type = id === ERROR_ID ? 'ERROR' : (this.grammar.types[id] ?? '');
    const isHarmless = broken && id !== ERROR_ID && (type === ';' || type === '}');
    const field = this.grammar.fields[cursor.currentFieldId] ?? null;
    const named = this.grammar.named[id] ?? true;
    const { shift } = this;
    return { type, field, start: start + shift, end: end + shift, named, broken, damaged: broken && !isHarmless, children: [] };
  }
}

function leave(path: Cst[]): void {
  const node = path.pop();
  const parent = path.at(-1);
  if (node?.damaged && parent) parent.damaged = true;
}

/** The first child in a field, or undefined. */
export function childIn(node: Cst, field: string): Cst | undefined {
  return node.children.find((child) => child.field === field);
}

/** The named children, in order. */
export function namedChildren(node: Cst): readonly Cst[] {
  return node.children.filter((child) => child.named);
}

/** Whether the tree is broken right below this node, not only somewhere in it. */
export function isBrokenHere(node: Cst): boolean {
  return node.children.some((child) => child.broken && child.damaged);
}
