/** The documents at the root and in docs/: generated parts are up to date, and links within the repository lead somewhere. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { projectFiles, read, root } from './support/sources.js';

const documents = projectFiles('*.md').filter((file) => !file.includes('fixtures/'));

test('what scripts/generate-docs.mjs writes is up to date', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/generate-docs.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
});

/** The heading's address, as GitHub makes it. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(file: string): readonly string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));
}

for (const file of documents) {
  test(`links in ${file} lead somewhere`, () => {
    const text = read(file).replace(/^```[^]*?^```/gm, '');
    const links = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link);
    for (const link of links.filter((each) => !/^[a-z]+:/.test(each))) {
      const [path = '', heading] = link.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      assert.ok(existsSync(join(root, target)), `${link} does not exist`);
      if (heading) assert.ok(anchorsOf(target).includes(heading), `${link} has no such heading`);
    }
  });
}
