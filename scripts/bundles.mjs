/** How each bundle in dist/ is made: its entry, its format, and the traps of the packages inside it. */
import { join } from 'node:path';

/** web-tree-sitter and the entries ask for `import.meta.url`, which a CommonJS bundle does not have. */
const metaUrl = {
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'importMetaUrl' },
};

/** The command line starts the very server that editors start, instead of carrying a second copy. */
const serverFromCli = {
  name: 'server-from-cli',
  setup(build) {
    build.onResolve({ filter: /\/lsp\/node\.js$/ }, () => ({ path: './server.cjs', external: true }));
  },
};

export function bundles({ root, dev }) {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // jsonc-parser's "main" is a UMD file that cannot be bundled; its "module" can.
    mainFields: ['module', 'main'],
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
  const outfile = (name) => join(root, 'dist', name);
  return [
    {
      ...shared,
      entryPoints: ['client/src/extension.ts'],
      outfile: outfile('client.cjs'),
      format: 'cjs',
      external: ['vscode'],
    },
    {
      ...shared,
      ...metaUrl,
      entryPoints: ['server/src/lsp/node.ts'],
      outfile: outfile('server.cjs'),
      format: 'cjs',
    },
    {
      // The page of the view "Context Fields", which runs in the editor's browser.
      ...shared,
      platform: 'browser',
      target: 'es2022',
      entryPoints: ['client/webview/fields.ts', 'client/webview/fields.css'],
      outdir: join(root, 'dist'),
      format: 'iife',
    },
    {
      ...shared,
      entryPoints: ['server/src/cli/main.ts'],
      outfile: outfile('cli.js'),
      format: 'esm',
      plugins: [serverFromCli],
      banner: { js: '#!/usr/bin/env node' },
    },
  ];
}
