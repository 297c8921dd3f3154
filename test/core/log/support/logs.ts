/** The logs of the messages' examples, as the kernel wrote them, and what they are explained with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainLog } from '../../../../server/src/core/log/explain.js';
import type { Explained } from '../../../../server/src/core/log/explained.js';
import { messageTable, type MessageRow, type RawMessages } from '../../../../server/src/core/log/messages.js';
import type { SourceText } from '../../../../server/src/core/log/sources.js';
import { exampleSource } from '../../../../scripts/messages/example-source.mjs';

const folder = join('test', 'core', 'log', 'logs');

export const messages = messageTable(
  JSON.parse(readFileSync(join('rules', 'messages.json'), 'utf8')) as RawMessages,
);

export interface RecordedLog {
  /** `null-deref.6.18.log` */
  readonly name: string;
  readonly row: MessageRow;
  readonly text: string;
  readonly source: SourceText;
}

/** Every recorded log: its name begins with the id that must be found in it. */
export const recordedLogs: readonly RecordedLog[] = readdirSync(folder)
  .filter((name) => name.endsWith('.log'))
  .map((name) => {
    const id = name.slice(0, name.indexOf('.'));
    const row = messages.row(id);
    if (!row) throw new Error(`${name} is of no message in rules/messages.json`);
    const source = { path: `${id}.bpf.c`, text: exampleSource(row) };
    return { name, row, text: readFileSync(join(folder, name), 'utf8'), source };
  });

/** A recorded log by its name. */
export function recorded(name: string): RecordedLog {
  const log = recordedLogs.find((each) => each.name === name);
  if (!log) throw new Error(`there is no log ${name}`);
  return log;
}

/** The explanation of a text, with these sources. */
export function explained(text: string, ...sources: readonly SourceText[]): readonly Explained[] {
  return explainLog(text, { messages, sources, tables: null });
}
