/**
 * The entry for Node: the server over stdio, a socket or node-ipc, whichever the arguments name. The only file
 * in this room that knows files and processes.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { createEngine } from '../core/engine/create.js';
import { loadAssets, packageVersion } from '../host/assets.js';
import { configFileName, findConfig, parseConfig, readConfig } from '../host/config.js';
import { hostTypes } from '../host/kernel-btf.js';
import { processorTime } from '../host/processor-time.js';
import { ProjectFiles } from '../host/project-files.js';
import { optimizeWasmLate } from '../host/wasm-tiering.js';
import type { CheckedConfig, LspHost, ProjectConfig } from './host.js';
import { inOrder } from './lifecycle.js';
import { nodeHeaders } from './node-headers.js';
import { nodeVerifier } from './node-verifier.js';
import { startServer } from './server.js';

/** The package's root: the folder above dist/. */
const root = fileURLToPath(new URL('..', import.meta.url));

const withHostTypes = hostTypes();

function nodeHost(): LspHost {
  const files = new ProjectFiles();
  return {
    engine: loadAssets(root).then((assets) => createEngine(assets, processorTime)),
    version: packageVersion(root),
    platform: `Node ${process.versions.node} on ${process.platform} ${process.arch}, process ${process.pid}`,
    projectConfig,
    checkSettings,
    headers: nodeHeaders(files),
    verifier: nodeVerifier(root, files),
    now: () => performance.now(),
    soon,
    later: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

async function projectConfig(documentUri: string, ruleIds: readonly string[]): Promise<ProjectConfig | null> {
  const { scheme, fsPath } = URI.parse(documentUri);
  const path = scheme === 'file' ? findConfig(dirname(fsPath)) : null;
  if (path === null) return null;
  const config = await readConfig(path, ruleIds);
  return { ...config, settings: withHostTypes(config.settings), uri: URI.file(path).toString() };
}

/** The settings are read as if they stood in a file, so that both are checked by the same rules. */
function checkSettings(settings: object, ruleIds: readonly string[], folder: string): CheckedConfig {
  const { scheme, fsPath } = URI.parse(folder);
  const text = JSON.stringify(settings).replaceAll('${workspaceFolder}', '.');
  const config = parseConfig(text, join(scheme === 'file' ? fsPath : root, configFileName), ruleIds);
  return { ...config, settings: withHostTypes(config.settings) };
}

/** Messages are handled one per turn of the event loop, so two turns without a new one mean that none waits. */
function soon(task: () => void): () => void {
  let handle = setImmediate(() => {
    handle = setImmediate(task);
  });
  return () => clearImmediate(handle);
}

optimizeWasmLate();
startServer(createConnection(inOrder()), nodeHost());
