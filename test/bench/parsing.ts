/** Cold analysis of a large file beside the bare parse of its masked text, by the shipped parser and a native one. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import { createEngine } from '../../server/src/core/engine/create.js';
import { defaultSettings } from '../../server/src/core/engine/settings.js';
import { loadAssets } from '../../server/src/host/assets.js';
import { maskedFile } from '../core/syntax/masked.js';
import { measureSideBySide, ratioOf, rowOf, type Row } from './measure.js';
import { generateProgram } from './program.js';

const times = 40;
const warmUp = 10;

/** Everything that happens when a file is opened, against the parser alone. */
export async function measureParsing(lines: number): Promise<readonly Row[]> {
  const text = generateProgram(lines);
  const masked = maskedFile(text);
  const engine = await createEngine(await loadAssets(resolve('.')), () => performance.now());
  const analyse = (): void => {
    const session = engine.open('bench.bpf.c');
    session.analyse(text, defaultSettings);
    session.dispose();
  };
  const bare = await bareParser();
  const [analysis, parse] = await measureSideBySide(times, warmUp, analyse, () => bare(masked));
  return [
    rowOf(`analysis of ${lines} lines, cold`, analysis),
    rowOf('the same text masked, parsed by the shipped parser', parse),
    ratioOf('analysis to bare parse', analysis, parse, 'at most 2 x'),
    ...(await nativeRows(masked, bare)),
  ];
}

async function bareParser(): Promise<(text: string) => void> {
  const wasmBinary = readFileSync(resolve('grammars', 'web-tree-sitter.wasm'));
  await Parser.init({ wasmBinary } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(readFileSync(resolve('grammars', 'tree-sitter-c.wasm')));
  const parser = new Parser().setLanguage(language);
  return (text) => parser.parse(text)?.delete();
}

interface NativeParser {
  setLanguage(language: unknown): void;
  parse(text: string, old: null, options: { bufferSize: number }): unknown;
}

/** The reference engine is a development dependency with native code, which not every machine can load. */
async function nativeRows(masked: string, bare: (text: string) => void): Promise<readonly Row[]> {
  try {
    const require = createRequire(import.meta.url);
    const NativeTreeSitter = require('tree-sitter') as new () => NativeParser;
    const parser = new NativeTreeSitter();
    parser.setLanguage(require('tree-sitter-c'));
    const parse = (): unknown => parser.parse(masked, null, { bufferSize: 2 * masked.length + 2 });
    const [native, wasm] = await measureSideBySide(times, warmUp, parse, () => bare(masked));
    return [
      rowOf('the same by native tree-sitter', native),
      ratioOf('shipped parser to native parser', wasm, native),
    ];
  } catch (error) {
    console.log(`native tree-sitter: skipped, ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
