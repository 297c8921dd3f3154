/** What clang says of the layout of records: `-Xclang -fdump-record-layouts`, for the BPF target. */
import { spawnSync } from 'node:child_process';

export interface DumpedRecord {
  /** `path@bit` or `path@bit:width` of every member, those of inner records among them, in order. */
  readonly members: readonly string[];
  readonly size: number;
  readonly align: number;
}

/**
 * Each of `names`, as this clang lays it out; null where there is no such clang. Throws with clang's words where it
 * refuses the text.
 */
export function dumpedRecords(
  clang: string,
  text: string,
  names: readonly string[],
): ReadonlyMap<string, DumpedRecord> | null {
  const asked = names.map((name, i) => `char asked_${i}[sizeof(${name}) + 1];`);
  const flags = ['-target', 'bpf', '-fsyntax-only', '-w', '-Xclang', '-fdump-record-layouts', '-x', 'c', '-'];
  const input = [text, ...asked, ''].join('\n');
  const { status, stdout, stderr, error } = spawnSync(clang, flags, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error) return null;
  if (status !== 0) throw new Error(stderr);
  const dumps = stdout.split('*** Dumping AST Record Layout').slice(1);
  return new Map(dumps.map(recordOf));
}

/** `     8:0-2 |   unsigned int b`: byte, bits in it, depth by two spaces each, type and name. */
const line = /^\s*(\d+)(?::(?:(\d+)-(\d+)|-))?\s\|(\s+)(.*)$/;

function recordOf(dump: string): readonly [string, DumpedRecord] {
  const [head = '', ...rest] = dump.split('\n').filter((each) => each.trim() !== '');
  const members: string[] = [];
  const path: string[] = [];
  for (const each of rest) {
    const [, byte, first, last, indent = '', told = ''] = line.exec(each) ?? [];
    if (byte === undefined) continue;
    const depth = Math.ceil(indent.length / 2) - 1;
    const name = told.endsWith(')') || told.endsWith(' ') ? '' : (/(\w+)$/.exec(told)?.[1] ?? '');
    path.splice(depth - 1, path.length, name);
    if (name === '') continue;
    const bit = Number(byte) * 8 + Number(first ?? 0);
    const width = last === undefined ? '' : `:${Number(last) - Number(first) + 1}`;
    members.push(`${path.filter((part) => part !== '').join('.')}@${bit}${width}`);
  }
  const [, size, align] = /\[sizeof=(\d+).*?\balign=(\d+)/s.exec(dump) ?? [];
  return [/\|\s*(.*\S)/.exec(head)?.[1] ?? '', { members, size: Number(size), align: Number(align) }];
}
