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
  /** Set at the root where something was too deep to be looked at. */
  isCut?: true;
}

/** Nodes nested deeper than this are damaged, so that recursion over a tree is bounded. */
const MAX_DEPTH = 400;

/** What a walk needs to know of the grammar, read once. */
export interface Grammar {
  readonly types: readonly string[];
  readonly fields: readonly (string | null)[];
  readonly named: readonly boolean[];
}

/** Reads what the walks need of a language. */
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

type Draft = { -readonly [key in keyof Cst]: Cst[key] };

type Cursor = ReturnType<Tree['walk']>;

const ERROR_ID = 65535;

/** Reads as little as it can of each node: every question to the cursor is a call into wasm. */
class Copier {
  private isCut = false;

  constructor(
    private readonly grammar: Grammar,
    private readonly shift: number,
  ) {}

  copy(cursor: Cursor): Cst {
    const root = this.node(cursor);
    const path: Draft[] = [root];
    let isNew = true;
    while (path.length > 0) {
      if (isNew && this.enter(cursor, path.at(-1) ?? root, path.length)) {
        path.push(this.child(cursor, path));
      } else if ((this.leave(path), path.length > 0 && cursor.gotoNextSibling())) {
        path.push(this.child(cursor, path));
        isNew = true;
      } else {
        if (path.length > 0) cursor.gotoParent();
        isNew = false;
      }
    }
    if (this.isCut) root.isCut = true;
    return root;
  }

  private child(cursor: Cursor, path: readonly Draft[]): Draft {
    const node = this.node(cursor);
    path.at(-1)?.children.push(node);
    return node;
  }

  /** Goes to the first child, or reads the place of a node that has none. */
  private enter(cursor: Cursor, node: Draft, depth: number): boolean {
    if (node.named && cursor.gotoFirstChild()) {
      if (depth < MAX_DEPTH) return true;
      cursor.gotoParent();
      node.damaged = true;
      this.isCut = true;
    }
    node.start = cursor.startIndex + this.shift;
    node.end = cursor.endIndex + this.shift;
    if (node.start === node.end && !node.broken && cursor.nodeIsMissing) {
      node.broken = true;
      node.damaged ||= node.type !== ';' && node.type !== '}';
    }
    return false;
  }

  /** A node with children reaches from its first to its last. */
  private leave(path: Draft[]): void {
    const node = path.pop();
    const parent = path.at(-1);
    if (!node) return;
    const first = node.children[0];
    if (first) {
      node.start = first.start;
      node.end = node.children.at(-1)?.end ?? first.end;
    }
    if (node.damaged && parent) parent.damaged = true;
  }

  private node(cursor: Cursor): Draft {
    const id = cursor.nodeTypeId;
    const broken = id === ERROR_ID;
    const type = broken ? 'ERROR' : (this.grammar.types[id] ?? '');
    const field = this.grammar.fields[cursor.currentFieldId] ?? null;
    const named = this.grammar.named[id] ?? true;
    return { type, field, start: 0, end: 0, named, broken, damaged: broken, children: [] };
  }
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
