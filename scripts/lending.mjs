/**
 * Client and server exist twice, for Node and for browsers, and most of each is the same. It is carried once: the
 * browser's bundle, which must be one file, lends its modules by name, and Node's bundle asks it for them.
 */
import { relative, resolve } from 'node:path';

/** What neither knows files nor processes: the protocol's common parts, core, and the server without its Node entry. */
const common = [
  /\/node_modules\/vscode-(?:jsonrpc|languageserver|languageserver-protocol|languageclient)\/lib\/common\//,
  /\/node_modules\/vscode-uri\//,
  /\/server\/src\/core\//,
  /\/server\/src\/lsp\/(?!node[.-])/,
  /\/server\/src\/host\/(?:config-text|config-keys|kernel-syntax|nearest)\.ts$/,
  /\/client\/src\/(?!extension\.ts$)/,
];

const isCommon = (path) => common.some((pattern) => pattern.test(path.replaceAll('\\', '/')));

/**
 * A pair of plugins: `borrow` for Node's bundle, to be built first, and `lend` for the browser's, which then holds
 * all that was asked for. `lender` is the browser's bundle as Node's one reaches it.
 */
export function lending(root, entry, lender) {
  const wanted = new Set();
  return {
    borrow: { name: 'borrow', setup: (build) => borrow(build, root, lender, wanted) },
    lend: { name: 'lend', setup: (build) => lend(build, root, entry, wanted) },
  };
}

function borrow(build, root, lender, wanted) {
  build.onResolve({ filter: /./ }, async ({ path, ...from }) => {
    if (path === lender) return { path, external: true };
    if (from.pluginData === 'asked' || from.kind === 'entry-point') return undefined;
    const found = await build.resolve(path, { ...from, pluginData: 'asked' });
    if (found.external || found.errors.length > 0 || !isCommon(found.path)) return found;
    const name = relative(root, found.path).replaceAll('\\', '/');
    // Whatever it is there, what is borrowed comes as CommonJS.
    return { path: `${name}.cjs`, namespace: 'borrowed', pluginData: name };
  });
  build.onLoad({ filter: /./, namespace: 'borrowed' }, ({ pluginData: name }) => {
    wanted.add(name);
    const contents = `module.exports = require(${JSON.stringify(lender)}).lend(${JSON.stringify(name)});`;
    return { contents, loader: 'js', resolveDir: root };
  });
}

/** The entry's own exports, and `lend`. */
function lend(build, root, entry, wanted) {
  build.onResolve({ filter: /^lender$/ }, ({ kind }) =>
    kind === 'entry-point' ? { path: entry, namespace: 'lender' } : undefined,
  );
  build.onLoad({ filter: /./, namespace: 'lender' }, () => {
    const from = (path) => `require(${JSON.stringify(resolve(root, path))})`;
    const shelf = [...wanted].sort().map((path) => `${JSON.stringify(path)}: () => ${from(path)}`);
    const contents = `const shelf = {\n${shelf.join(',\n')}\n};
module.exports = { ...${from(entry)}, lend: (name) => shelf[name]() };\n`;
    return { contents, loader: 'js', resolveDir: root };
  });
}
