/** The command line's entry: reads the arguments, readies the engine, runs a command, sets the exit code. */
import { fileURLToPath } from 'node:url';
import { createEngine } from '../core/engine/create.js';
import { loadAssets, packageVersion } from '../host/assets.js';
import { processorTime } from '../host/processor-time.js';
import { optimizeWasmLate } from '../host/wasm-tiering.js';
import { check } from './check.js';
import type { CommandContext } from './command.js';
import { debugIr, debugWitness } from './debug.js';
import { explain } from './explain.js';
import { explainLogCommand } from './explain-log.js';
import { fields } from './fields.js';
import { helpText } from './help.js';
import { parseCommandLine, type CommandLine } from './options.js';
import { rules } from './rules.js';
import { processTerminal, type Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';
import { verify } from './verify.js';

/** The package's root: the folder above dist/. */
const root = fileURLToPath(new URL('..', import.meta.url));

/** What needs no engine is answered at once. */
async function run(line: CommandLine, terminal: Terminal): Promise<number> {
  switch (line.command) {
    case 'help':
      terminal.print(helpText(line.about));
      return 0;
    case 'version':
      terminal.print(`${await packageVersion(root)}\n`);
      return 0;
    case 'lsp':
      // It runs on its own from here: the process lives until the editor ends it.
      await import('../lsp/node.js');
      return 0;
    case 'explain-log':
      return explainLogCommand(line.options, { terminal, root });
    default:
      return runWithEngine(line, await createContext(terminal));
  }
}

type EngineCommand = Extract<
  CommandLine,
  { readonly command: 'check' | 'fields' | 'explain' | 'verify' | 'rules' | 'debug' }
>;

function runWithEngine(line: EngineCommand, context: CommandContext): number | Promise<number> {
  switch (line.command) {
    case 'check':
      return check(line.options, context);
    case 'fields':
      return fields(line.section, line.format, line.options, context);
    case 'explain':
      return explain(line.word, line.options, context);
    case 'debug':
      return line.what === 'ir'
        ? debugIr(line.path, line.name, line.options, context)
        : debugWitness(line.path, line.line, line.options, context);
    case 'verify':
      return verify(line.options, context);
    case 'rules':
      return rules(line.format, context);
  }
}

/**
 * Milliseconds for one file, where nobody waits for a keystroke: several times what the largest real programs take. Steps
 * bound the work long before.
 */
const mostTime = 20_000;

async function createContext(terminal: Terminal): Promise<CommandContext> {
  optimizeWasmLate();
  const [assets, version] = await Promise.all([loadAssets(root), packageVersion(root)]);
  const engine = await createEngine(assets, processorTime, mostTime);
  return { engine, terminal, root, version };
}

/** Usage errors are for the user, anything else is a defect and says where it happened. */
function reportFailure(error: unknown, terminal: Terminal): number {
  const { bold, red } = terminal.noticeColours;
  const label = bold(red('error:'));
  if (error instanceof UsageError) {
    const help = error.command === null ? 'ebpf-verdict --help' : `ebpf-verdict ${error.command} --help`;
    terminal.notice(`${label} ${error.message}\nSee ${help}.`);
  } else {
    terminal.notice(`${label} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return 2;
}

async function main(): Promise<void> {
  const terminal = processTerminal();
  try {
    process.exitCode = await run(parseCommandLine(process.argv.slice(2)), terminal);
  } catch (error) {
    process.exitCode = reportFailure(error, terminal);
  }
}

await main();
