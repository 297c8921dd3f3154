/** Texts that are hard to judge: each as an editor that opens it would wait for it, and as one that goes on typing in it. */
import { resolve } from 'node:path';
import { createEngine } from '../../server/src/core/engine/create.js';
import { defaultSettings } from '../../server/src/core/engine/settings.js';
import { loadAssets } from '../../server/src/host/assets.js';
import { oddTexts } from '../core/support/odd-texts.js';
import { measure, rowOf, type Row } from './measure.js';

const times = 3;

/** A row for the first analysis of each text, and one for a keystroke at its end. */
export async function measureOdd(): Promise<readonly Row[]> {
  const engine = await createEngine(await loadAssets(resolve('.')), () => performance.now());
  const rows: Row[] = [];
  for (const [what, make] of Object.entries(oddTexts)) {
    const text = make();
    const opening = await measure(times, 1, () => {
      const session = engine.open('bench.bpf.c');
      session.analyse(text, defaultSettings);
      session.dispose();
    });
    const session = engine.open('bench.bpf.c');
    const typing = await measure(times, 1, (round) => {
      session.analyse(text.replace(/}\n$/, `${' '.repeat(round)}}\n`), defaultSettings);
    });
    session.dispose();
    rows.push(
      rowOf(what, opening, 'at most 2 s'),
      rowOf(`${what}, a keystroke in it`, typing, 'at most 2 s'),
    );
  }
  return rows;
}
