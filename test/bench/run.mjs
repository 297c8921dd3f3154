/** Runs the bench; arguments pick parts: `npm run bench -- typing parsing`. */
import { runBundled } from '../../scripts/run-bundled.mjs';

await runBundled('test/bench/main.ts', 'bench');
