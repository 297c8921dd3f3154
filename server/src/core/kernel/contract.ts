/** What one helper takes and gives, as data: the vocabulary of contracts.ts. Arguments count from 0. */

/** How much memory a pointer must lead to: the map's key or value, or what another argument says. */
export type MemorySize =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'key' | 'value' }
  | { readonly kind: 'argument'; readonly argument: number };

/**
 * What one argument must be. `expected` is what the verifier lists in `expected=`, as names of registers' types; empty
 * for a number. A dynptr that is `made` must be initialised; else the helper does that.
 */
export type Parameter = { readonly expected: readonly string[] } & (
  | {
      readonly kind: 'number';
      /** The argument that it is the size of; null for any other number. */
      readonly sizeOf: number | null;
      /** Whether the size may be 0. */
      readonly mayBeZero: boolean;
      /** Whether the verifier must know its value. */
      readonly constant: boolean;
      /** Whether anything but 0 is refused. */
      readonly zeroOnly: boolean;
    }
  | {
      readonly kind: 'memory';
      readonly nullable: Nullable;
      readonly access: 'read' | 'write';
      /** Null where it was not measured. */
      readonly size: MemorySize | null;
    }
  | { readonly kind: 'map value'; readonly nullable: Nullable; readonly readOnly: boolean }
  | { readonly kind: 'dynptr'; readonly nullable: Nullable; readonly made: boolean }
  | {
      readonly kind:
        'map' | 'context' | 'callback' | 'stack' | 'record' | 'per-CPU' | 'socket' | 'kernel pointer';
      readonly nullable: Nullable;
      /** The kernel's struct, where the verifier named it. */
      readonly struct: string | null;
    }
);

/** Whether NULL is taken; `empty`: only with 0 for the size. */
export type Nullable = 'never' | 'always' | 'empty';

export type HelperResult =
  | {
      readonly kind: 'number';
      /** Signed bounds of 64 bits that the verifier knows; null where it knows none. */
      readonly min: number | null;
      readonly max: number | null;
      /** The argument that is the upper bound, where one is. */
      readonly maxIn: number | null;
    }
  | { readonly kind: 'map value' | 'map'; readonly nullable: boolean }
  | {
      readonly kind: 'memory';
      readonly nullable: boolean;
      /** The argument that says how many bytes. */
      readonly sizeIn: number | null;
    }
  | { readonly kind: 'socket' | 'kernel pointer'; readonly nullable: boolean; readonly struct: string };

/** What a call gives back. */
export interface Given {
  /** Null where it was not measured. */
  readonly result: HelperResult | null;
  /** Whether the program must give it back. */
  readonly acquires: boolean;
}

export interface Contract extends Given {
  readonly parameters: readonly Parameter[];
  /** False where there may be more parameters than could be measured. */
  readonly isWhole: boolean;
  /** The argument that is given back; null: none. */
  readonly releases: number | null;
  /** Types of maps that are surely taken, by their number in enum bpf_map_type. */
  readonly takenMaps: ReadonlySet<number>;
  /** What is said to a map of a type that is refused. */
  readonly refusedMaps: ReadonlyMap<number, string>;
  /** What is given for types of maps for which that is something else. */
  readonly givenByMap: ReadonlyMap<number, Given>;
}
