/** Which files a tree of folders tells of: within its budget, inside its root, and as they are now. */
import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { FolderTree } from '../../server/src/host/folder-tree.js';

class Folder {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'verdict-tree-')));

  constructor(t: TestContext, paths: readonly string[]) {
    t.after(() => rmSync(this.root, { recursive: true }));
    paths.forEach((path) => this.write(path));
  }

  at(path: string): string {
    return join(this.root, path);
  }

  write(path: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), '');
  }

  ending(tree: FolderTree, ending: string, from = '.'): readonly string[] {
    return [...tree.ending(ending, this.at(from), this.root)].map((path) => relative(this.root, path)).sort();
  }
}

test('files whose whole last parts match, in any folder but those of other people', (t) => {
  const folder = new Folder(t, [
    'a/net/x.h',
    'b/c/net/x.h',
    'b/othernet/x.h',
    'node_modules/net/x.h',
    '.git/net/x.h',
    'x.h',
  ]);
  const tree = new FolderTree();
  assert.deepEqual(folder.ending(tree, 'net/x.h'), ['a/net/x.h', 'b/c/net/x.h']);
  assert.equal(folder.ending(tree, 'x.h').length, 4);
  assert.deepEqual(folder.ending(tree, 'c/net/x.h'), ['b/c/net/x.h']);
  assert.deepEqual(folder.ending(tree, 'none.h'), []);
});

test('links to folders are not followed: neither in circles nor out of the root', (t) => {
  const [inner, outer] = [new Folder(t, ['a/x.h']), new Folder(t, ['secret/y.h'])];
  symlinkSync('..', inner.at('a/up'));
  symlinkSync(outer.root, inner.at('out'));
  const tree = new FolderTree();
  assert.deepEqual(inner.ending(tree, 'x.h'), ['a/x.h']);
  assert.deepEqual(inner.ending(tree, 'y.h'), []);
});

test('where the root holds too much, the outermost folder that does not counts', (t) => {
  const many = Array.from({ length: 30 }, (_, at) => `far/${at}.txt`);
  const folder = new Folder(t, [...many, 'far/x.h', 'near/bpf/progs/a.c', 'near/include/x.h']);
  const tree = new FolderTree({ folders: 100, entries: 20 });
  assert.deepEqual(folder.ending(tree, 'x.h', 'near/bpf/progs'), ['near/include/x.h']);
  assert.deepEqual(folder.ending(tree, 'x.h', 'far'), []);
  const narrow = new FolderTree({ folders: 1, entries: 20 });
  assert.deepEqual(folder.ending(narrow, 'x.h', 'near/bpf/progs'), []);
});

test('what appears and vanishes is noticed once someone says so, in new and in old folders', (t) => {
  const folder = new Folder(t, ['a/x.h']);
  const tree = new FolderTree();
  const found = (): readonly string[] => folder.ending(tree, 'x.h');
  assert.deepEqual(found(), ['a/x.h']);
  folder.write('b/c/x.h');
  utimesSync(folder.root, 1, 1);
  assert.deepEqual(found(), ['a/x.h'], 'nobody said so');
  tree.changed();
  assert.deepEqual(found(), ['a/x.h', 'b/c/x.h']);
  rmSync(folder.at('a'), { recursive: true });
  utimesSync(folder.root, 2, 2);
  tree.changed();
  assert.deepEqual(found(), ['b/c/x.h']);
});
