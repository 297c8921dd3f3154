// Merges rules/kernels/*.json, what the probe measured, and rules/handwritten/*.json, what no measured kernel
// could tell, into rules/tables/*.json, what the engine reads.
// Fails on whatever it does not understand: a table must never hold a guess.
import { readFile, readdir, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeAccess } from './tables/access.mjs';
import { mergeContracts } from './tables/contracts.mjs';
import { addHandwritten } from './tables/handwritten.mjs';
import { mergeGlobalFunctions } from './tables/global-functions.mjs';
import { mergeHelpers } from './tables/helpers.mjs';
import { mergeLoads } from './tables/loads.mjs';
import { chooseKernels, programsOf } from './tables/measured.mjs';
import { mergeMaps } from './tables/maps.mjs';
import { mergePointers } from './tables/pointers.mjs';
import { mergeReturns } from './tables/returns.mjs';
import { mergeSubprograms } from './tables/subprograms.mjs';
import { mergeTypes } from './tables/types.mjs';

const root = new URL('../rules/', import.meta.url).pathname;
/** Where the tables go; another folder as first argument, to compare. */
const out = process.argv[2] ?? join(root, 'tables');

/** One JSON value a line where that keeps the file readable, and small enough for the bundle. */
function print(table) {
  const lines = Object.entries(table).map(([key, value]) => `  ${JSON.stringify(key)}: ${printPart(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function printPart(value) {
  if (Array.isArray(value) && value.some((each) => typeof each === 'object')) {
    return `[\n${value.map((each) => `    ${JSON.stringify(each)}`).join(',\n')}\n  ]`;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(
    ([key, part]) => `    ${JSON.stringify(key)}: ${JSON.stringify(part)}`,
  );
  return `{\n${lines.join(',\n')}\n  }`;
}

async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** The files of one folder that the tables are made of. */
async function readFolder(folder) {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => ({ name, data: await readJson(join(root, folder, name)) })));
}

const kernels = chooseKernels(await readFolder('kernels'));
const contracts = chooseKernels(await readFolder('contracts'));
const maps = chooseKernels(await readFolder('maps'));
const uapi = (await readFolder('uapi')).filter(({ data }) => data.kernel);
const { programs } = await readJson(join(root, 'programs.json'));
const { access: handwritten } = await readJson(join(root, 'handwritten', 'access.json'));
const handwrittenHelpers = await readJson(join(root, 'handwritten', 'helpers.json'));
const { sections } = await readJson(join(root, 'sections.json'));
const kinds = {
  programs,
  sleepable: new Set(sections.filter((each) => each.sleepable).map((each) => each.program)),
};
const rows = programsOf(programs, kernels);
const tables = {
  access: addHandwritten(mergeAccess(kernels, rows), handwritten, programs, kernels),
  returns: mergeReturns(rows),
  helpers: mergeHelpers(kernels, kinds, handwrittenHelpers),
  loads: mergeLoads(kernels, kinds),
  pointers: mergePointers(rows),
  subprograms: mergeSubprograms(kernels, rows),
  contracts: mergeContracts(contracts, kinds, await readJson(join(root, 'handwritten', 'contracts.json'))),
  'global-functions': mergeGlobalFunctions(
    await readJson(join(root, 'global-functions', 'measured.json')),
    kernels,
  ),
  maps: mergeMaps(maps, await readJson(join(root, 'handwritten', 'maps.json'))),
  'pointer-operators': {
    answers: (await readJson(join(root, 'pointer-operators', 'measured.json'))).answers,
  },
  types: mergeTypes(uapi, await readJson(join(root, 'uapi', 'headers.json'))),
};
await mkdir(out, { recursive: true });
for (const [name, table] of Object.entries(tables)) {
  await writeFile(join(out, `${name}.json`), print({ $schema: `../schema/${name}.schema.json`, ...table }));
}
console.log(
  `tables for ${kernels.map((kernel) => kernel.version).join(', ')} from ${kernels.map((kernel) => kernel.file).join(', ')}`,
);
