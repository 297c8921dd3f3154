/**
 * Writes the rules into rules/schema/configuration.schema.json, so that editors complete their ids and explain
 * them. To be run after a build when a rule is added or reworded; test/cli compares.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const path = join(root, 'rules', 'schema', 'configuration.schema.json');
const listed = execFileSync(process.execPath, [join(root, 'dist', 'cli.js'), 'rules', '--format', 'json']);
const schema = JSON.parse(readFileSync(path, 'utf8'));
const severities = ['off', 'error', 'warning', 'information', 'hint'];

schema.properties.rules.properties = Object.fromEntries(
  JSON.parse(listed).map(({ id, summary, severity, isOptIn }) => [
    id,
    { description: `${summary}.`, enum: severities, default: isOptIn ? 'off' : severity },
  ]),
);
writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
