/** What `main` hands to every command. */
import type { Engine } from '../core/engine/engine.js';
import type { Terminal } from './terminal.js';

export interface CommandContext {
  readonly engine: Engine;
  readonly terminal: Terminal;
  /** The package's root: the folder that holds rules/. */
  readonly root: string;
  /** The package's version. */
  readonly version: string;
}
