/** `check --print-config FILE`: what is in force for a file, after flags, configuration file and defaults. */
import type { CommandContext } from './command.js';
import { targetName, type SettingsResolver } from './settings.js';

/** Prints the configuration as JSON, every rule included; exit code 2 when the file has mistakes, else 0. */
export async function printConfig(
  path: string,
  resolver: SettingsResolver,
  context: CommandContext,
): Promise<number> {
  const { engine, terminal } = context;
  const { settings, includePaths, config } = await resolver.settingsFor(path);
  const rules = engine.rules.map(({ id, severity }) => [id, settings.severities[id] ?? severity] as const);
  const shown = {
    config,
    kernel: targetName(settings, engine.facts),
    loader: settings.loader,
    rules: Object.fromEntries(rules),
    includePaths,
  };
  terminal.print(`${JSON.stringify(shown, null, 2)}\n`);
  for (const problem of resolver.problems) terminal.notice(problem);
  return resolver.problems.length > 0 ? 2 : 0;
}
