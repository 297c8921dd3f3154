/** What a browser is given: no module of Node by any way, from the sources' import lines to the bundles. */
import assert from 'node:assert/strict';
import { isBuiltin } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { build, type BuildOptions } from 'esbuild';
import { importsOf, root } from './support/sources.js';

/** The bundles' settings are a script of the build, which has no types. */
const { bundles } = (await import(`${root}/scripts/bundles.mjs`)) as {
  readonly bundles: (options: { root: string; dev: boolean }) => readonly (readonly BuildOptions[])[];
};

/** Every source that a file reaches by imports, types included. */
function reachedFrom(entry: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const name of importsOf(file)) {
      const source = name.replace(/\.js$/, '.ts');
      if (existsSync(source)) visit(source);
    }
  };
  visit(entry);
  return reached;
}

for (const entry of ['server/src/lsp/browser.ts', 'client/src/browser.ts']) {
  test(`${entry} reaches no module of Node`, () => {
    const reached = [...reachedFrom(entry)];
    assert.ok(reached.length > 5);
    const strangers = reached.flatMap((file) =>
      importsOf(file)
        .filter((name) => isBuiltin(name) || /^(?:jsonc|tinyglobby|vscode-\w+\/node)$/.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    assert.deepEqual(strangers, []);
  });
}

test('the bundles for browsers ask for nothing but VS Code, and a module of Node fails their build', async () => {
  const groups = bundles({ root, dev: false });
  const quiet = { write: false, logLevel: 'silent' } as const;
  for (const options of groups[0] ?? []) await build({ ...options, ...quiet });
  for (const options of groups[1] ?? []) {
    const result = await build({ ...options, ...quiet, metafile: true });
    const asked = Object.values(result.metafile.outputs).flatMap(({ imports }) => imports);
    const external = asked.filter((each) => each.external).map(({ path }) => path);
    assert.deepEqual([...new Set(external)], options.external ?? []);
    const { plugins, entryPoints, ...rest } = options;
    assert.ok(plugins && entryPoints);
    const stdin = { contents: "import 'node:fs';", resolveDir: root };
    await assert.rejects(build({ ...rest, ...quiet, stdin }), /Could not resolve "node:fs"/);
  }
});

test('Node’s bundles carry nothing that the browsers’ ones lend', () => {
  const size = (name: string): number => readFileSync(`dist/${name}`).length;
  assert.ok(size('client.cjs') < size('web/client.js') / 4);
  assert.ok(size('server.cjs') < size('web/server.js') / 4);
});
