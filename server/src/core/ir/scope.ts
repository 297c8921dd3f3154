/** The names that a function declares, block by block; an inner one hides an outer one. Knows no global name. */
import type { TypeExpr } from '../syntax/ast.js';
import type { Type } from '../model/types.js';
import type { Place } from './values.js';

/** What a local name means. */
export type Binding =
  | { readonly kind: 'register'; readonly place: Place & { readonly kind: 'register' } }
  /** A local in memory; its address is computed where it is used. */
  | { readonly kind: 'slot'; readonly slot: number; readonly type: Type; readonly volatile: boolean }
  /** A static or extern variable: an object with a name of its own. */
  | { readonly kind: 'object'; readonly name: string; readonly type: Type; readonly volatile: boolean }
  | { readonly kind: 'enumerator'; readonly value: bigint | null };

/** Scopes within scopes. */
export class Scope {
  private readonly levels: Map<string, Binding>[] = [new Map<string, Binding>()];
  /** Structs, unions and enums that are defined in the function: `struct tag`. */
  private readonly tags = new Map<string, TypeExpr>();

  enter(): void {
    this.levels.push(new Map());
  }

  leave(): void {
    if (this.levels.length > 1) this.levels.pop();
  }

  declare(name: string, binding: Binding): void {
    this.levels.at(-1)?.set(name, binding);
  }

  lookup(name: string): Binding | null {
    for (let i = this.levels.length - 1; i >= 0; i--) {
      const found = this.levels[i]?.get(name);
      if (found) return found;
    }
    return null;
  }

  declareTag(key: string, type: TypeExpr): void {
    this.tags.set(key, type);
  }

  tag(key: string): TypeExpr | null {
    return this.tags.get(key) ?? null;
  }
}
