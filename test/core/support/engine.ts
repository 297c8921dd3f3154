/** The engine as it ships, and analyses of texts in it, for tests that look at core from the inside. */
import { join } from 'node:path';
import type { Analysis } from '../../../server/src/core/engine/analysis.js';
import { createEngine } from '../../../server/src/core/engine/create.js';
import { defaultSettings, type Settings } from '../../../server/src/core/engine/settings.js';
import { applyEdits, type TextEdit } from '../../../server/src/core/text.js';
import { loadAssets } from '../../../server/src/host/assets.js';

export const engine = await createEngine(await loadAssets(join(process.cwd())), () => performance.now());
export const { facts } = engine;

/** Analyses a text in a session of its own. */
export function analyse(text: string, settings: Partial<Settings> = {}, path = 'test.bpf.c'): Analysis {
  const session = engine.open(path);
  try {
    return session.analyse(text, { ...defaultSettings, ...settings });
  } finally {
    session.dispose();
  }
}

/** A text without its `$0`, and where that stood. */
export function atCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('$0');
  if (offset < 0) throw new Error('the text has no $0');
  return { text: marked.replace('$0', ''), offset };
}

/** What a fix makes of a text; fails where there is none. */
export function applied(text: string, fix: { readonly edits: readonly TextEdit[] } | undefined): string {
  if (!fix) throw new Error('there is no such fix');
  return applyEdits(text, fix.edits);
}
