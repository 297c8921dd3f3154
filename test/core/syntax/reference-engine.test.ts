/**
 * The shipped parser against the reference implementation in native code: on the same text both see the same tree,
 * node by node and place by place. The reference is a release older in parser and grammar, which shows nowhere here.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { before, test } from 'node:test';
import { Language, Parser } from 'web-tree-sitter';
import { maskedFile } from './masked.js';
import { samples } from './samples.js';

/** What both bindings offer of a node. */
interface TreeNode {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly children: readonly (TreeNode | null)[];
}

type Parse = (text: string) => TreeNode;

interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string, old: null, options: { bufferSize: number }): { readonly rootNode: TreeNode };
}

let shipped: Parse;
let reference: Parse | null;
before(async () => {
  shipped = await shippedParser();
  reference = nativeParser();
});

async function shippedParser(): Promise<Parse> {
  const wasmBinary = readFileSync(resolve('grammars', 'web-tree-sitter.wasm'));
  await Parser.init({ wasmBinary } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(readFileSync(resolve('grammars', 'tree-sitter-c.wasm')));
  const parser = new Parser().setLanguage(language);
  return (text) => {
    const tree = parser.parse(text);
    assert.ok(tree);
    return tree.rootNode;
  };
}

/** Null where the native module does not load: it is built for some systems only. */
function nativeParser(): Parse | null {
  try {
    const require = createRequire(import.meta.url);
    const NativeTreeSitter = require('tree-sitter') as new () => NativeParser;
    const parser = new NativeTreeSitter();
    parser.setLanguage(require('tree-sitter-c'));
    return (text) => parser.parse(text, null, { bufferSize: 2 * text.length + 2 }).rootNode;
  } catch {
    return null;
  }
}

/** A node a line, indented by its depth. */
function outline(node: TreeNode, depth = 0): string {
  const children = node.children.map((child) => (child ? outline(child, depth + 1) : ''));
  return `${' '.repeat(depth)}${node.type} ${node.startIndex}-${node.endIndex}\n${children.join('')}`;
}

function sourcesIn(folder: string): (readonly [string, string])[] {
  const names = readdirSync(resolve(folder)).filter((name) => name.endsWith('.bpf.c'));
  return names.map((name) => [`${folder}/${name}`, readFileSync(resolve(folder, name), 'utf8')]);
}

const texts = [
  ...samples.map((text, index) => [`sample ${index}`, text] as const),
  ...sourcesIn('samples'),
  ...sourcesIn('test/kernel/programs'),
];

for (const [name, text] of texts) {
  test(`${name}: the shipped parser sees what the reference sees`, (t) => {
    if (!reference) {
      t.skip('the native tree-sitter does not load here');
      return;
    }
    const masked = maskedFile(text);
    assert.equal(masked.length, text.length);
    assert.equal(outline(shipped(masked)), outline(reference(masked)));
    assert.equal(outline(shipped(text)), outline(reference(text)), 'before masking');
  });
}
