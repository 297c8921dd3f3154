#!/usr/bin/env node
// Reads the UAPI headers of this machine that rules/uapi/names.json lists, and writes rules/uapi/headers.json: which
// types and enumerators they declare, how the types are aligned, and what their macros come to. These are the facts
// that no BTF has. Needs clang and Debian's linux-libc-dev.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { valuesOf } from './constants.mjs';
import { layOutLines } from './layout.mjs';
import { unwantedBy } from './uapi.mjs';

const FOLDER = join(import.meta.dirname, '..', 'uapi');
const DEFINITION = /\b(struct|union|enum)\s+(\w+)\s*\{/g;
const ENUM = /\benum\s*\w*\s*\{([^}]*)\}/g;

const names = JSON.parse(readFileSync(join(FOLDER, 'names.json'), 'utf8'));
const { headers, includedHeaders } = names;
const own = [...headers, ...includedHeaders];
const includes = headers.map((header) => `#include <${header}>`).join('\n');
const preprocessed = execFileSync(
  'clang',
  ['-target', 'bpf', '-I/usr/include/x86_64-linux-gnu', '-D__x86_64__', '-E', '-dD', '-x', 'c', '-'],
  { input: `${includes}\n`, encoding: 'utf8', maxBuffer: 1 << 28 },
);

// The text that the listed headers bring themselves, without what they include.
function ownText() {
  let isOwn = false;
  const lines = preprocessed.split('\n').filter((line) => {
    const file = /^# \d+ "([^"]*)"/.exec(line)?.[1];
    if (file !== undefined) isOwn = own.some((header) => file.endsWith(`/${header}`));
    return isOwn && file === undefined;
  });
  return lines.join('\n');
}

const unwanted = unwantedBy(names);
const isWanted = (name) => !unwanted.test(name);
const text = ownText();
const declarations = text.replaceAll(/^#.*$/gm, '');
const types = [...declarations.matchAll(DEFINITION)]
  .map(([, keyword, tag]) => `${keyword} ${tag}`)
  .filter(isWanted);
const macros = [...text.matchAll(/^#define (\w+) +\S/gm)].map(([, name]) => name).filter(isWanted);
const enumerators = [...declarations.matchAll(ENUM)]
  .flatMap(([, body]) => body.split(',').flatMap((each) => /^\s*(\w+)/.exec(each)?.[1] ?? []))
  .filter(isWanted);
const sorted = (names) => [...new Set(names)].sort();

const document = {
  $schema: '../schema/uapi-headers.schema.json',
  package: execFileSync('dpkg-query', ['--show', '--showformat', '${Package} ${Version}', 'linux-libc-dev'], {
    encoding: 'utf8',
  }),
  types: valuesOf(includes, sorted(types), (name) => `_Alignof(${name})`),
  enumerators: sorted(enumerators),
  constants: valuesOf(includes, sorted([...macros, ...enumerators]), (name) => name),
};
writeFileSync(join(FOLDER, 'headers.json'), layOutLines(document));
console.log(
  `${Object.keys(document.types).length} types, ${Object.keys(document.constants).length} constants`,
);
