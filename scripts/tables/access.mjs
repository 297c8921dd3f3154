// Which offsets and sizes are accepted: each distinct answer once, and who has which since when.
import { distinct, firstOfEach } from './measured.mjs';
import { fillWindows, openEnd } from './windows.mjs';

export function mergeAccess(kernels, rows) {
  const { values: shapes, indexOf } = distinct();
  const programs = {};
  for (const { key, measured } of rows.flatMap(withSamples)) {
    const regions = new Set(measured.flatMap(({ program }) => Object.keys(program.access ?? {})));
    if (regions.size === 0) continue;
    programs[key] = Object.fromEntries(
      [...regions].map((region) => [region, history(measured, region, indexOf)]),
    );
  }
  return { kernels: kernels.map((kernel) => kernel.version), shapes, programs };
}

/** What a program of a type with targets may access depends on the target: each measured one is a row of its own. */
function withSamples({ key, measured }) {
  const own = measured.filter((each) => !each.isSample);
  const samples = new Set(measured.flatMap(({ samples }) => samples));
  return [
    { key, measured: own },
    ...[...samples].map((name) => ({ key: name, measured: sampleRows(measured, name) })),
  ];
}

function sampleRows(measured, name) {
  return measured
    .filter(({ samples }) => samples.includes(name))
    .map((each) => ({ ...each, program: each.data.programs[name] }));
}

/** `[[first kernel, index of its shape], ...]`; -1 where the program or the region does not load there. */
function history(measured, region, indexOf) {
  const pairs = measured.map(({ version, program, data }) => {
    const shape =
      program.loads === true && program.access?.[region] ? resolve(data, program.access[region]) : null;
    return [version, shape ? indexOf(compact(shape)) : -1];
  });
  const firsts = firstOfEach(pairs);
  return firsts[0]?.[1] === -1 ? firsts.slice(1) : firsts;
}

/** Follows `sameAs`: a region of another program. */
function resolve(data, access) {
  if (!access.sameAs) return access;
  const [program, region] = access.sameAs;
  const target = data.programs[program]?.access?.[region];
  if (!target) throw new Error(`${data.kernel}: sameAs ${access.sameAs} leads nowhere`);
  return resolve(data, target);
}

const understood = new Set([
  'probed',
  'read',
  'write',
  'rejection',
  'otherRejections',
  'yields',
  'immediateStore',
  'atomic',
  'nullCheck',
  'nullCheckMessage',
]);

function compact(shape) {
  for (const key of Object.keys(shape))
    if (!understood.has(key)) throw new Error(`access: unknown key ${key}`);
  const { read = {}, write = {}, rejection = {}, yields, nullCheck, nullCheckMessage } = shape;
  const end = openEnd(shape.probed, read);
  return {
    read: fillWindows(shape.probed, read),
    write: fillWindows(shape.probed, write),
    ...(end === null ? {} : { measuredTo: end }),
    message: rejection.read ?? rejection.write,
    ...(rejection.write && rejection.write !== rejection.read ? { writeMessage: rejection.write } : {}),
    ...(yields ? { yields } : {}),
    ...(nullCheck ? { nullCheck: nullCheckMessage } : {}),
    ...(typeof shape.atomic === 'string' ? { atomic: shape.atomic } : {}),
    ...(typeof shape.immediateStore === 'string' ? { immediateStore: shape.immediateStore } : {}),
  };
}
