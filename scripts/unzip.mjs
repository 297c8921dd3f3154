/** Unpacks a zip archive (a VSIX is one) with Node alone: stored and deflated entries, no zip64, no encryption. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

function endOfDirectory(zip) {
  for (let at = zip.length - 22; at >= 0; at--) if (zip.readUInt32LE(at) === END) return at;
  throw new Error('not a zip archive');
}

/** The entries as the central directory, the only trustworthy one, lists them. */
function* entries(zip) {
  const end = endOfDirectory(zip);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('damaged zip archive');
    const nameLength = zip.readUInt16LE(at + 28);
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      method: zip.readUInt16LE(at + 10),
      size: zip.readUInt32LE(at + 20),
      header: zip.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function contents(zip, { name, method, size, header }) {
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(start, start + size);
  if (method === STORED) return bytes;
  if (method === DEFLATED) return inflateRawSync(bytes);
  throw new Error(`${name}: compression method ${method} is not supported`);
}

/** Returns the names of the files written, all below `folder`. */
export function unzip(archive, folder) {
  const zip = readFileSync(archive);
  const names = [];
  for (const entry of entries(zip)) {
    if (entry.name.endsWith('/')) continue;
    const path = resolve(folder, entry.name);
    if (!path.startsWith(resolve(folder) + sep)) throw new Error(`${entry.name} leads out of the archive`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents(zip, entry));
    names.push(entry.name);
  }
  return names;
}
