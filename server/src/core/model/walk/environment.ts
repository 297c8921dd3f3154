/** The local variables of a function as the walk goes through it: scopes, branches, and what a loop forgets. */
import { eitherOf, narrowedBy, rangeOfType, type Range } from './ranges.js';
import { joinValues, unknownValue, type Cell, type Typed, type Value } from './values.js';

/** Lexical scopes over values that differ from branch to branch. */
export interface Environment {
  declare(name: string, initial: Typed): void;
  /** Null for a name that no scope declares. */
  lookup(name: string): Cell | null;
  enter(): void;
  leave(): void;
  /** The values as they are now, for `restore` and `join`; scopes are not part of it. */
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Keeps what this branch and another one agree upon. */
  join(other: Snapshot): void;
  /** Notes that what a region's pointer holds is not NULL on this path. */
  checked(region: string): void;
  /** Whether that was noted on every path that leads here. */
  isChecked(region: string): boolean;
  /** A region's pointer is another one from here on. */
  renewed(region: string): void;
  /** Notes what a field holds on this path; `key` tells its region and offset. */
  learnField(key: string, value: bigint): void;
  /** What a field is known to hold; null where nothing is. */
  field(key: string): bigint | null;
  /** Somebody may have changed fields, or the compiler reads them again. */
  forgetFields(): void;
  /** Notes what is known on this path of a number, by its name. */
  learnNumber(name: string, range: Range): void;
  known(name: string): Range | null;
  /** Nothing is known of numbers any more: control may come from elsewhere. */
  forgetNumbers(): void;
  /** Tells states of the memory apart that others may write: what was read in the same state is the same. */
  memory(): number;
  /** Others may have written to memory. */
  forgetMemory(): void;
  /** Notes reads whose values are at hand from here on, by any names that tell them apart. */
  noteReads(names: Iterable<string>): void;
  /** Whether such a read was made on every way here, and nobody may have written to memory since. */
  hasRead(name: string): boolean;
  /** Whether it may be known before the program runs that this path is never taken. */
  isDoubtful(): boolean;
  doubt(isDoubtful: boolean): void;
  /** Forgets what is known of these names. */
  forget(names: Iterable<string>): void;
}

export interface Snapshot {
  readonly values: ReadonlyMap<Cell, Value>;
  readonly checked: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, bigint>;
  readonly numbers: ReadonlyMap<string, Range>;
  readonly memory: number;
  readonly reads: ReadonlySet<string>;
  readonly isDoubtful: boolean;
}

/** So many numbers are remembered on a path; the oldest are forgotten first. */
const mostNumbers = 64;

/**
 * The environment of a function that is called where `caller` holds; of a program's entry without one. `count` gives
 * another number each time, among all environments of a walk.
 */
export function createEnvironment(count: () => number, caller?: Snapshot): Environment {
  const scopes: Map<string, Cell>[] = [new Map<string, Cell>()];
  let checkedRegions: ReadonlySet<string> = caller?.checked ?? new Set();
  let fields: ReadonlyMap<string, bigint> = new Map();
  let numbers: ReadonlyMap<string, Range> = caller?.numbers ?? new Map();
  let memory = caller?.memory ?? count();
  let reads: ReadonlySet<string> = caller?.reads ?? new Set();
  let isDoubtful = caller?.isDoubtful ?? false;
  const find = (name: string): Cell | undefined => scopes.findLast((scope) => scope.has(name))?.get(name);
  const locals = (): Cell[] => scopes.flatMap((scope) => [...scope.values()]);
  return {
    declare: (name, initial) => void scopes.at(-1)?.set(name, { ...initial }),
    lookup: (name) => find(name) ?? null,
    enter: () => void scopes.push(new Map()),
    leave: () => void scopes.pop(),
    snapshot: () => ({
      values: new Map(locals().map((local) => [local, local.value])),
      checked: checkedRegions,
      fields,
      numbers,
      memory,
      reads,
      isDoubtful,
    }),
    restore(snapshot) {
      for (const [local, value] of snapshot.values) local.value = value;
      checkedRegions = snapshot.checked;
      ({ fields, numbers, memory, reads, isDoubtful } = snapshot);
    },
    join(other) {
      for (const [local, value] of other.values) {
        const own = local.value;
        if (own !== value)
          local.value = joinValues(bounded(local, own, numbers), bounded(local, value, other.numbers));
      }
      checkedRegions = new Set([...checkedRegions].filter((region) => other.checked.has(region)));
      fields = new Map([...fields].filter(([key, value]) => other.fields.get(key) === value));
      numbers = joinNumbers(numbers, other.numbers);
      if (memory !== other.memory) memory = count();
      if (reads !== other.reads) reads = new Set([...reads].filter((name) => other.reads.has(name)));
      isDoubtful &&= other.isDoubtful;
    },
    learnField: (key, value) => void (fields = new Map([...fields, [key, value]])),
    field: (key) => fields.get(key) ?? null,
    forgetFields: () => void (fields = new Map()),
    learnNumber(name, range) {
      const [oldest] = numbers.keys();
      const next = new Map(numbers);
      if (oldest !== undefined && next.size >= mostNumbers) next.delete(oldest);
      numbers = next.set(name, range);
    },
    known: (name) => numbers.get(name) ?? null,
    forgetNumbers: () => void (numbers = new Map()),
    memory: () => memory,
    forgetMemory() {
      memory = count();
      reads = new Set();
    },
    noteReads: (names) => void (reads = new Set([...reads, ...names])),
    hasRead: (name) => reads.has(name),
    isDoubtful: () => isDoubtful,
    doubt: (value) => void (isDoubtful = value),
    checked: (region) => void (checkedRegions = new Set([...checkedRegions, region])),
    isChecked: (region) => checkedRegions.has(region),
    renewed: (region) =>
      void (checkedRegions = new Set([...checkedRegions].filter((each) => each !== region))),
    forget(names) {
      for (const name of names) {
        const local = find(name);
        if (local) local.value = unknownValue;
      }
    },
  };
}

/** A number with the bounds that are known of it where its way ends. */
function bounded({ type }: Cell, value: Value, numbers: Snapshot['numbers']): Value {
  if (value.kind !== 'unknown' || value.name === undefined) return value;
  const [own, learned] = [value.range ?? rangeOfType(type), numbers.get(value.name)];
  return own && learned ? { ...value, range: narrowedBy(own, learned) } : value;
}

function joinNumbers(
  a: ReadonlyMap<string, Range>,
  b: ReadonlyMap<string, Range>,
): ReadonlyMap<string, Range> {
  if (a === b) return a;
  const joined = new Map<string, Range>();
  for (const [name, range] of a) {
    const other = b.get(name);
    if (other) joined.set(name, eitherOf(range, other));
  }
  return joined;
}
