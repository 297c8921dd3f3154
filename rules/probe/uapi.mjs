// What a kernel's BTF says of the types and constants that rules/uapi/names.json names: sizes, places of members,
// values. Reads what bpftool prints of it; asks clang how the types that bpftool writes out are aligned.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { release, version } from 'node:os';
import { join } from 'node:path';

import { valuesOf } from './constants.mjs';
import { identify } from './fold.mjs';
import { uncompressed } from './vmlinux.mjs';

const FOLDER = join(import.meta.dirname, '..', 'uapi');

const QUALIFIERS = new Set(['CONST', 'VOLATILE', 'RESTRICT', 'TYPE_TAG', 'DECL_TAG']);
const RECORDS = new Set(['STRUCT', 'UNION']);
const ENUMS = new Set(['ENUM', 'ENUM64']);

/** The integer types that C declarations of the tables may name. */
const PLAIN = /^(?:_Bool|char|(?:__)?[us](?:8|16|32|64)|__[bl]e(?:16|32|64)|__sum16|__wsum)$/;
const BY_SIZE = { 1: 'char', 2: 'short', 4: 'int', 8: 'long' };

const bpftool = (file, ...format) =>
  execFileSync('bpftool', ['btf', 'dump', 'file', file, 'format', ...format], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });

/** The document about the running kernel. */
export function measureRunning() {
  return documentOf({ release: release(), version: version() }, null, '/sys/kernel/btf/vmlinux');
}

/** The document about an image; `scratch` is a folder for what is inside it. */
export function measureImage(image, origin, scratch) {
  const file = join(scratch, 'vmlinux');
  const bytes = uncompressed(image);
  writeFileSync(file, bytes);
  const banner = /Linux version (\S+) \(.*\) (#\d.*)\n/.exec(bytes.toString('latin1'));
  if (!banner) throw new Error(`${image} does not say which version it is`);
  return documentOf({ release: banner[1], version: banner[2] }, origin, file);
}

function documentOf(kernel, origin, btf) {
  const read = (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
  return {
    $schema: '../schema/uapi.schema.json',
    ...identify(kernel),
    package: origin,
    arch: 'x86_64',
    ...measureTypes(btf, read('names.json'), read('headers.json')),
  };
}

/** `{ types, typedefs, constants }` of a file with BTF. `names` is rules/uapi/names.json, `headers` what these hold. */
export function measureTypes(file, names, headers) {
  const { types } = JSON.parse(exactly(bpftool(file, 'raw', '-j')));
  const btf = new Map(types.map((type) => [type.id, type]));
  const wanted = new Set([...Object.keys(headers.types), ...names.kernelTypes]);
  const records = types.filter((type) => RECORDS.has(type.kind) && wanted.has(nameOf(type)));
  const namedEnumerators = new Set([...headers.enumerators, ...names.kernelConstants]);
  const found = Object.fromEntries(
    [...records]
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
      .map((type) => [nameOf(type), recordOf(type, btf)]),
  );
  const aligned = alignments(file, Object.keys(found));
  for (const [name, align] of Object.entries(aligned)) found[name] = { align, ...found[name] };
  return {
    types: found,
    typedefs: { ...typedefsOf(types, names.typedefs, btf), ...enumsOf(types, wanted) },
    constants: constantsOf(types, wanted, namedEnumerators, unwantedBy(names)),
  };
}

/** What no table needs, by its name. */
export function unwantedBy({ leftOut }) {
  return new RegExp(`^(?:${Object.keys(leftOut).join('|')})`);
}

function nameOf({ kind, name }) {
  return `${kind === 'UNION' ? 'union' : kind === 'STRUCT' ? 'struct' : 'enum'} ${name}`;
}

// A member: name, first bit of a bit-field or byte of any other, type, width in bits of a bit-field.
function recordOf({ kind, size, members }, btf) {
  return {
    ...(kind === 'UNION' && { union: true }),
    size,
    members: members.map(({ name, type_id, bits_offset, bitfield_size }) => [
      name === '(anon)' ? '' : name,
      bitfield_size ? bits_offset : bits_offset / 8,
      typeOf(type_id, btf),
      ...(bitfield_size ? [bitfield_size] : []),
    ]),
  };
}

// A type as text; a record without a tag as a record.
function typeOf(id, btf) {
  const type = btf.get(id);
  if (!type) return 'void';
  if (QUALIFIERS.has(type.kind)) return typeOf(type.type_id, btf);
  if (type.kind === 'TYPEDEF') return PLAIN.test(type.name) ? type.name : typeOf(type.type_id, btf);
  if (type.kind === 'INT') return intOf(type);
  if (ENUMS.has(type.kind)) return intOf({ ...type, name: '', encoding: signOf(type) });
  if (type.kind === 'PTR') return pointerTo(typeOf(type.type_id, btf));
  if (type.kind === 'ARRAY') return arrayOf(typeOf(type.type_id, btf), type.nr_elems);
  if (RECORDS.has(type.kind)) return type.name === '(anon)' ? recordOf(type, btf) : nameOf(type);
  if (type.kind === 'FWD') return `${type.fwd_kind} ${type.name}`;
  return 'void';
}

function intOf({ name, size, encoding }) {
  if (name === '_Bool' || name === 'char') return name;
  return `${encoding === 'SIGNED' ? (size === 1 ? 'signed ' : '') : 'unsigned '}${BY_SIZE[size]}`;
}

function signOf({ values }) {
  return values.some(({ val }) => valueOf(val) < 0) ? 'SIGNED' : '';
}

// bpftool prints negative enumerators as numbers of 64 bits, which JavaScript would round.
function exactly(json) {
  return json.replace(/"val":(\d{16,})/g, '"val":"$1"');
}

function valueOf(value) {
  return typeof value === 'string' ? Number(BigInt.asIntN(64, BigInt(value))) : value;
}

function pointerTo(type) {
  return typeof type === 'string' && !type.includes('[') ? `${type} *` : 'void *';
}

// A record without a tag that is repeated stands in a list with its count.
function arrayOf(type, count) {
  if (typeof type !== 'string') return { of: type, count };
  const [, element, rest] = /^([^[]*)(.*)$/.exec(type);
  return `${element}[${count}]${rest}`;
}

function typedefsOf(types, names, btf) {
  const found = types.filter(({ kind, name }) => kind === 'TYPEDEF' && names.includes(name));
  return Object.fromEntries(
    found.map(({ name, type_id }) => [name, typeOf(type_id, btf)]).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function enumsOf(types, wanted) {
  const found = types.filter((type) => ENUMS.has(type.kind) && wanted.has(nameOf(type)));
  return Object.fromEntries(
    found.map((type) => [nameOf(type), intOf({ ...type, name: '', encoding: signOf(type) })]),
  );
}

// Of enums that are named, and of those without a name that have an enumerator which is.
function constantsOf(types, wanted, named, unwanted) {
  const enums = types.filter(
    (type) =>
      ENUMS.has(type.kind) && (wanted.has(nameOf(type)) || type.values.some(({ name }) => named.has(name))),
  );
  const constants = new Map();
  const all = enums.flatMap(({ values }) => values).filter(({ name }) => !unwanted.test(name));
  for (const { name, val } of all) {
    const [known, value] = [constants.get(name), valueOf(val)];
    constants.set(name, known === undefined || known === value ? value : null);
  }
  return Object.fromEntries([...constants].filter(([, value]) => value !== null));
}

// As clang aligns what bpftool writes, which is what a vmlinux.h holds: BTF itself says nothing of it.
function alignments(file, names) {
  return valuesOf(bpftool(file, 'c'), names, (name) => `_Alignof(${name})`);
}
