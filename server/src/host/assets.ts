/** Where the grammar and the rule tables lie below the package's root, and how to read them. */
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Assets } from '../core/engine/engine.js';
import type { RawTables } from '../core/kernel/raw.js';
import type { RawMessages } from '../core/log/messages.js';
import type { ImageRow } from './kernel-images.js';

/**
 * Reads the parser's bytes and the parsed rule tables below `root`, the folder that holds `grammars/` and
 * `rules/`. Throws with the file's name when one is missing or is not JSON: the installation is damaged.
 */
export async function loadAssets(root: string): Promise<Assets> {
  const [runtime, grammar, tables] = await Promise.all([
    readFile(join(root, 'grammars', 'web-tree-sitter.wasm')),
    readFile(join(root, 'grammars', 'tree-sitter-c.wasm')),
    loadTables(join(root, 'rules')),
  ]);
  return { runtime, grammar, tables };
}

/** The parsed rules/messages.json. Throws with the file's name when it is missing or damaged. */
export async function loadMessages(root: string): Promise<RawMessages> {
  return (await readJson(join(root, 'rules', 'messages.json'))) as RawMessages;
}

/** The rows of rules/kernel-images.json. Throws with the file's name when it is missing or damaged. */
export async function loadKernelImages(root: string): Promise<readonly ImageRow[]> {
  const { images } = (await readJson(join(root, 'rules', 'kernel-images.json'))) as {
    readonly images: readonly ImageRow[];
  };
  return images;
}

/** The Markdown page of a rule; null when there is none. */
export async function readRulePage(root: string, id: string): Promise<string | null> {
  if (!/^[a-z0-9-]+$/.test(id)) return null;
  return readFile(join(root, 'rules', 'docs', `${id}.md`), 'utf8').catch(() => null);
}

/** The version in the package's manifest; `0.0.0` when there is no manifest to read. */
export async function packageVersion(root: string): Promise<string> {
  const manifest: unknown = await readJson(join(root, 'package.json')).catch(() => null);
  const version = isRecord(manifest) ? manifest['version'] : null;
  return typeof version === 'string' ? version : '0.0.0';
}

async function loadTables(rules: string): Promise<RawTables> {
  const [sections, programs, reads, prose, messages, contexts, tables] = await Promise.all([
    readJson(join(rules, 'sections.json')),
    readJson(join(rules, 'programs.json')),
    readJson(join(rules, 'reads.json')),
    readJson(join(rules, 'helpers.json')),
    readJson(join(rules, 'messages.json')),
    readFolder(join(rules, 'contexts')),
    readFolder(join(rules, 'tables')),
  ]);
  return { sections, programs, reads, prose, messages, contexts, tables };
}

async function readFolder(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const parsed = await Promise.all(names.map((name) => readJson(join(folder, name))));
  return Object.fromEntries(names.map((name, index) => [basename(name, '.json'), parsed[index]]));
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
