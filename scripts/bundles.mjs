/** How each bundle in dist/ is made: its entry, its format, and the traps of the packages inside it. */
import { join } from 'node:path';
import { lending } from './lending.mjs';

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

/**
 * What a browser gets: one file each, in which any module of Node fails the build. There is no `process` in it
 * either, even when Node's bundle borrows from it, so that web-tree-sitter takes the way that all can go. It makes
 * an address for its bytes, which it then does not need, having been given them.
 */
const forBrowsers = {
  platform: 'browser',
  target: 'es2022',
  mainFields: ['browser', 'module', 'main'],
  define: { process: 'undefined', 'import.meta.url': '"file:///"' },
};

/** What the tests and their programs are made with: packages stay outside, as Node finds them from out/. */
export const forTests = {
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
};

/** The bundles, in groups: those of a group wait for the group before them. */
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
  const client = lending(root, 'client/src/browser.ts', './web/client.js');
  const server = lending(root, 'server/src/lsp/browser.ts', './web/server.js');
  const borrowing = [
    {
      ...shared,
      entryPoints: ['client/src/extension.ts'],
      outfile: outfile('client.cjs'),
      format: 'cjs',
      external: ['vscode'],
      plugins: [client.borrow],
    },
    {
      ...shared,
      ...metaUrl,
      entryPoints: ['server/src/lsp/node.ts'],
      outfile: outfile('server.cjs'),
      format: 'cjs',
      plugins: [server.borrow],
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
  const lent = [
    {
      ...shared,
      ...forBrowsers,
      entryPoints: ['lender'],
      outfile: outfile('web/client.js'),
      format: 'cjs',
      external: ['vscode'],
      plugins: [client.lend],
    },
    {
      // A worker's script, which Node's server can `require` as well.
      ...shared,
      ...forBrowsers,
      entryPoints: ['lender'],
      outfile: outfile('web/server.js'),
      format: 'iife',
      globalName: 'ebpfVerdict',
      footer: { js: "if (typeof module === 'object') module.exports = ebpfVerdict;" },
      plugins: [server.lend],
    },
  ];
  return [borrowing, lent];
}
