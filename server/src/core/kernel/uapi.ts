/**
 * The kernel's types and constants that C programs get from its headers or from a dump of its BTF: a view over
 * rules/tables/types.json. What the measured kernels say differently is not certain, and null here: which of them a
 * program was written against, nobody can tell. Computes no layouts; every place is the measured one.
 */

/** `[name, bytes, type]`; of a bit-field `[name, bits, type, width in bits]`. Anonymous: the name is empty. */
type RawMember = readonly [name: string, place: number, type: RawType, width?: number];
/** A type as rules/contexts writes it, a record without a tag, or an array of such records. */
type RawType = string | RawRecord | readonly [count: number, record: RawRecord];
type RawRecord = readonly [keyword: 'struct' | 'union', size: number, members: readonly RawMember[]];
/** What the header aligns it to, null where none was read; then what there was since when, oldest first. */
type RawRows = readonly [
  align: number | null,
  ...rows: (readonly [since: string, align: number, record: RawRecord])[],
];

export interface RawTypes {
  readonly types: Readonly<Record<string, RawRows>>;
  readonly typedefs: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, number | readonly (readonly [since: string, value: number])[]>>;
}

export interface UapiRecord {
  readonly keyword: 'struct' | 'union';
  /** Bytes; null where the kernels differ. */
  readonly size: number | null;
  readonly members: readonly UapiMember[];
}

export interface UapiMember {
  /** Empty for an anonymous struct or union. */
  readonly name: string;
  /** Bytes from the start of the record that it stands in; of a bit-field bits. Null where the kernels differ. */
  readonly place: number | null;
  /** Bits of a bit-field, else null. */
  readonly width: number | null;
  readonly type: string | UapiRecord;
  /** How many there are of an array of records without a tag, else null. */
  readonly count: number | null;
}

/** Where a program has the kernel's types from: a dump like vmlinux.h, its headers, or that is not known. */
export type TypeSource = 'dump' | 'headers' | null;

export interface UapiTypes {
  /** A record by keyword and tag, `struct iphdr`; null where the tables lack it. */
  record(name: string): UapiRecord | null;
  /** Bytes; null where that depends on the kernel, or on where the types come from. */
  align(name: string, source: TypeSource): number | null;
  /** The type that a typedef, or an enum (`enum x`), is, as rules/contexts writes it; null where nothing is known. */
  typedef(name: string): string | null;
  /** A macro's or an enumerator's value; null where the tables lack it, or the kernels differ. */
  constant(name: string): bigint | null;
}

/** The view over the table as it was read. */
export function uapiTypes(raw: RawTypes): UapiTypes {
  const records = new Map<string, UapiRecord | null>();
  const own = <T>(of: Readonly<Record<string, T>>, name: string): T | null =>
    Object.hasOwn(of, name) ? (of[name] ?? null) : null;
  return {
    record(name) {
      const known = records.get(name);
      if (known !== undefined) return known;
      const rows = own(raw.types, name);
      const record = rows && certain(rowsOf(rows).map(([, , each]) => each));
      records.set(name, record);
      return record;
    },
    align(name, source) {
      const rows = own(raw.types, name);
      if (!rows) return null;
      const dumped = rowsOf(rows).map(([, align]) => align);
      const headers = rows[0] === null ? [] : [rows[0]];
      return common(source === 'headers' && headers.length > 0 ? headers : [...headers, ...dumped]);
    },
    typedef: (name) => own(raw.typedefs, name),
    constant(name) {
      const value = own(raw.constants, name);
      return typeof value === 'number' ? BigInt(value) : null;
    },
  };
}

function rowsOf([, ...rows]: RawRows): readonly (readonly [string, number, RawRecord])[] {
  return rows;
}

/** What all are; null where they differ, and where there are none. */
function common<T>(values: readonly T[]): T | null {
  const [first = null] = values;
  return values.every((each) => each === first) ? first : null;
}

/** The newest record, with nothing in it that an older one says differently. */
function certain(versions: readonly RawRecord[]): UapiRecord | null {
  const newest = versions.at(-1);
  if (!newest) return null;
  const others = versions.slice(0, -1).map((each) => placesIn(each, 0));
  return { ...recordOf(newest, others, 0), size: common(versions.map(([, size]) => size)) };
}

/** Each named member as text that tells its place and type; also those of records without a name. */
function placesIn([, , members]: RawRecord, from: number): ReadonlyMap<string, string> {
  const named = members.flatMap(([name, place, type, width]) =>
    name === '' && isRecord(type)
      ? [...placesIn(type, from + place)]
      : [[name, told(from, place, type, width)] as const],
  );
  return new Map(named);
}

function told(from: number, place: number, type: RawType, width?: number): string {
  return JSON.stringify([width === undefined ? from + place : from * 8 + place, type, width]);
}

function isRecord(type: RawType): type is RawRecord {
  return typeof type !== 'string' && typeof type[0] === 'string';
}

function recordOf(
  [keyword, size, members]: RawRecord,
  others: readonly ReadonlyMap<string, string>[],
  from: number,
): UapiRecord {
  const member = ([name, place, type, width]: RawMember): UapiMember => {
    const mine = told(from, place, type, width);
    const isSame = name === '' || others.every((other) => (other.get(name) ?? mine) === mine);
    const [count, single] = typeof type === 'string' || isRecord(type) ? [null, type] : type;
    return {
      name,
      place: isSame ? place : null,
      width: width ?? null,
      type: typeof single === 'string' ? single : recordOf(single, name === '' ? others : [], from + place),
      count,
    };
  };
  return { keyword, size, members: members.map(member) };
}
