/**
 * A process of its own around @vscode/test-electron, so that run.mjs can end it with all it started:
 * test-electron has no limit on time. Takes the options of runTests as one JSON argument.
 */
import { runTests } from '@vscode/test-electron';

try {
  await runTests(JSON.parse(process.argv[2]));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
