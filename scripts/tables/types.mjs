// The layouts of the kernel's types, and the constants of its headers and enums, of all measured kernels: what is the
// same everywhere stands once, what changed stands with the kernel that it was first seen on. That a kernel's BTF lacks
// a type says nothing: the type may belong to a module.
import { compareKernels } from './measured.mjs';

/** `files` are rules/uapi/<version>.json as `{ name, data }`, `headers` is rules/uapi/headers.json. */
export function mergeTypes(files, headers) {
  const kernels = [...files]
    .sort((a, b) => compareKernels(a.data.kernel, b.data.kernel))
    .map(({ data }) => ({ ...data, version: /^\d+\.\d+/.exec(data.kernel)[0] }));
  return {
    package: headers.package,
    types: Object.fromEntries(
      namesIn(kernels, 'types').map((name) => [name, typeOn(kernels, name, headers)]),
    ),
    typedefs: mergeTypedefs(kernels),
    constants: mergeConstants(kernels, headers),
  };
}

function namesIn(kernels, part) {
  return [...new Set(kernels.flatMap((kernel) => Object.keys(kernel[part])))].sort();
}

/** `[[first kernel, value]]` of values that differ from the one before. */
function changes(kernels, valueOn) {
  const rows = [];
  for (const kernel of kernels) {
    const value = valueOn(kernel);
    if (value === undefined) continue;
    if (JSON.stringify(value) !== JSON.stringify(rows.at(-1)?.[1])) rows.push([kernel.version, value]);
  }
  return rows;
}

/** The alignment that the header asks for, null where none was read, and `[first kernel, alignment, record]`. */
function typeOn(kernels, name, { types }) {
  const rows = changes(kernels, (kernel) => {
    const type = kernel.types[name];
    return type && [type.align, recordOf(type)];
  });
  return [types[name] ?? null, ...rows.map(([since, [align, record]]) => [since, align, record])];
}

/** `[kind, size, members]`: a member is `[name, place, type, bits]`, a type a text, a record, or `[count, record]`. */
function recordOf({ union, size, members }) {
  return [union ? 'union' : 'struct', size, members.map(memberOf)];
}

function memberOf([name, place, type, ...bits]) {
  if (typeof type === 'string') return [name, place, type, ...bits];
  return [name, place, type.count === undefined ? recordOf(type) : [type.count, recordOf(type.of)], ...bits];
}

/** What every kernel says alike; an enum that is an `unsigned int` needs no mention. */
function mergeTypedefs(kernels) {
  const known = namesIn(kernels, 'typedefs').flatMap((name) => {
    const rows = changes(kernels, ({ typedefs }) => typedefs[name]);
    const isPlainEnum = name.startsWith('enum ') && rows[0][1] === 'unsigned int';
    return rows.length === 1 && !isPlainEnum ? [[name, rows[0][1]]] : [];
  });
  return Object.fromEntries(known);
}

/**
 * A number, or `[[first kernel, number]]` where it changed. A header's value holds where BTF differs only because it
 * keeps 32 bits of enumerators on old kernels. What JavaScript would round is left out.
 */
function mergeConstants(kernels, headers) {
  const measured = namesIn(kernels, 'constants').map((name) => {
    const rows = changes(kernels, ({ constants }) => constants[name]);
    const inHeader = headers.constants[name];
    const isCut = inHeader !== undefined && rows.every(([, value]) => sameInBtf(value, inHeader));
    return [name, isCut ? inHeader : rows.length === 1 ? rows[0][1] : rows];
  });
  const all = { ...headers.constants, ...Object.fromEntries(measured) };
  const isExact = (value) => typeof value !== 'number' || Number.isSafeInteger(value);
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => isExact(value))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function sameInBtf(a, b) {
  return BigInt.asUintN(32, BigInt(a)) === BigInt.asUintN(32, BigInt(b));
}
