/** Reading headers from disk: what is looked at and what is not, and when a file is looked at again. */
import assert from 'node:assert/strict';
import {
  mkdtempSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { headerSizeLimit, HeaderFiles, type HeaderContent } from '../../server/src/host/header-files.js';
import { includeReader, type FileIncludeReader, type IncludeSearch } from '../../server/src/host/includes.js';

/** Tells what was asked of the disk. */
class WatchedFiles extends HeaderFiles {
  readonly asked: string[] = [];

  override realPath(path: string): string | null {
    this.asked.push(path);
    return super.realPath(path);
  }

  override read(real: string): HeaderContent {
    this.asked.push(real);
    return super.read(real);
  }
}

function folder(t: TestContext): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'verdict-host-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

function searchIn(
  root: string,
  more: Partial<IncludeSearch> = {},
): IncludeSearch & { readonly files: WatchedFiles } {
  return {
    roots: [root],
    folders: [],
    defines: [],
    project: null,
    edited: () => null,
    ...more,
    files: new WatchedFiles(),
  };
}

/** A header's text and path where it was read; undefined where it was not, or not found. */
function readBy(
  reader: FileIncludeReader,
  include: Parameters<FileIncludeReader['read']>[0],
  from: string,
): { readonly path: string; readonly text: string } | undefined {
  const found = reader.read(include, from);
  return found === null || typeof found === 'string' ? undefined : found;
}

const quoted = (path: string): { path: string; form: 'quoted' } => ({ path, form: 'quoted' });

test('a path outside is not looked up, and what a link leads to outside is not read', (t) => {
  const [root, outside] = [folder(t), folder(t)];
  writeFileSync(join(outside, 'a.h'), 'int a;');
  symlinkSync(join(outside, 'a.h'), join(root, 'link.h'));
  const search = searchIn(root);
  const reader = includeReader(search);
  const from = join(root, 'main.c');
  assert.equal(reader.read(quoted(join(outside, 'a.h')), from), null);
  assert.equal(reader.read(quoted(`../../${join(outside, 'a.h')}`), from), null);
  assert.equal(search.files.asked.length, 0);
  assert.equal(reader.read(quoted('link.h'), from), null);
  assert.ok(!search.files.asked.includes(join(outside, 'a.h')));
});

test('a folder whose name begins like a root’s is outside of it', (t) => {
  const parent = folder(t);
  for (const name of ['root', 'root-secret']) mkdirSync(join(parent, name));
  writeFileSync(join(parent, 'root-secret', 'a.h'), 'int a;');
  const reader = includeReader(searchIn(join(parent, 'root')));
  assert.equal(reader.read(quoted('../root-secret/a.h'), join(parent, 'root', 'main.c')), null);
});

test('the disk is asked once, until someone says that files changed; and then read only if they did', (t) => {
  const root = folder(t);
  const header = join(root, 'a.h');
  writeFileSync(header, 'int a;');
  utimesSync(header, 1, 1);
  const search = searchIn(root);
  const reader = includeReader(search);
  const read = (): string | undefined => readBy(reader, quoted('a.h'), join(root, 'main.c'))?.text;
  assert.equal(read(), 'int a;');
  const asked = search.files.asked.length;
  writeFileSync(header, 'int b;');
  utimesSync(header, 1, 1);
  assert.equal(read(), 'int a;');
  assert.equal(search.files.asked.length, asked);
  assert.deepEqual(search.files.read(header), { text: 'int a;' }, 'another reader sees another file');
  search.files.changed();
  assert.equal(read(), 'int a;', 'the same time and size are taken for the same file');
  utimesSync(header, 2, 2);
  assert.equal(read(), 'int a;');
  search.files.changed();
  assert.equal(read(), 'int b;');
  rmSync(header);
  search.files.changed();
  assert.equal(read(), undefined);
});

test('the text of an open document goes before the one on disk, and may have none there', (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'a.h'), 'int a;');
  const edited = new Map([
    [join(root, 'a.h'), 'int edited;'],
    [join(root, 'new.h'), 'int fresh;'],
  ]);
  const reader = includeReader(searchIn(root, { edited: (path) => edited.get(path) ?? null }));
  const read = (path: string): string | undefined => readBy(reader, quoted(path), join(root, 'main.c'))?.text;
  assert.equal(read('a.h'), 'int edited;');
  edited.set(join(root, 'a.h'), 'int again;');
  assert.equal(read('a.h'), 'int again;');
  assert.equal(read('new.h'), 'int fresh;');
});

test('files that are too large or binary are found and not read; what is no file is not there', (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'large.h'), ' '.repeat(headerSizeLimit + 1));
  writeFileSync(join(root, 'full.h'), ' '.repeat(headerSizeLimit));
  writeFileSync(join(root, 'types.h'), `#ifndef __VMLINUX_H__\n${' '.repeat(headerSizeLimit)}`);
  writeFileSync(join(root, 'binary.h'), 'a\0b');
  mkdirSync(join(root, 'folder.h'));
  symlinkSync(join(root, 'circle.h'), join(root, 'circle.h'));
  const reader = includeReader(searchIn(root));
  const kindOf = (path: string): string | null => {
    const found = reader.read(quoted(path), join(root, 'main.c'));
    return found === null || typeof found === 'string' ? found : 'read';
  };
  assert.equal(kindOf('full.h'), 'read');
  assert.equal(kindOf('types.h'), 'type dump');
  assert.deepEqual(['large.h', 'binary.h'].map(kindOf), ['unread', 'unread']);
  for (const path of ['folder.h', 'circle.h', 'none.h', '', '.', 'a\0b']) assert.equal(kindOf(path), null);
});

test('a root that is a link itself is known by the name it was given', (t) => {
  const parent = folder(t);
  mkdirSync(join(parent, 'real'));
  writeFileSync(join(parent, 'real', 'a.h'), 'int a;');
  symlinkSync(join(parent, 'real'), join(parent, 'link'));
  const reader = includeReader(searchIn(join(parent, 'link')));
  const found = readBy(reader, quoted('a.h'), join(parent, 'link', 'main.c'));
  assert.equal(found?.path, join(parent, 'link', 'a.h'));
  assert.equal(reader.pathOf(join(parent, 'link', 'a.h')), found.path);
  assert.equal(reader.pathOf(join(parent, 'real', 'a.h')), found.path);
});

test('folders for quoted includes only go before the others, and are nothing to angled ones', (t) => {
  const root = folder(t);
  for (const name of ['plain', 'quoted']) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'a.h'), name);
  }
  const folders = [
    { path: join(root, 'plain'), quotedOnly: false },
    { path: join(root, 'quoted'), quotedOnly: true },
  ];
  const reader = includeReader(searchIn(root, { folders }));
  const from = join(root, 'main.c');
  assert.equal(readBy(reader, quoted('a.h'), from)?.text, 'quoted');
  assert.equal(readBy(reader, { path: 'a.h', form: 'angled' }, from)?.text, 'plain');
});
