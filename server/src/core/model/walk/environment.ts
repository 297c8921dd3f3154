/** The local variables of a function as the walk goes through it: scopes, branches, and what a loop forgets. */
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
  /** Forgets what is known of these names. */
  forget(names: Iterable<string>): void;
}

export interface Snapshot {
  readonly values: ReadonlyMap<Cell, Value>;
  readonly checked: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, bigint>;
}

export function createEnvironment(checked: ReadonlySet<string> = new Set()): Environment {
  const scopes: Map<string, Cell>[] = [new Map<string, Cell>()];
  let checkedRegions = checked;
  let fields: ReadonlyMap<string, bigint> = new Map();
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
    }),
    restore(snapshot) {
      for (const [local, value] of snapshot.values) local.value = value;
      checkedRegions = snapshot.checked;
      fields = snapshot.fields;
    },
    join(other) {
      for (const [local, value] of other.values) local.value = joinValues(local.value, value);
      checkedRegions = new Set([...checkedRegions].filter((region) => other.checked.has(region)));
      fields = new Map([...fields].filter(([key, value]) => other.fields.get(key) === value));
    },
    learnField: (key, value) => void (fields = new Map([...fields, [key, value]])),
    field: (key) => fields.get(key) ?? null,
    forgetFields: () => void (fields = new Map()),
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
