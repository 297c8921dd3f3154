/** The members of struct_ops maps that programs are set to: `.init = (void *)init` in a section `.struct_ops`. */
import type { Expr, TypeExpr } from '../syntax/ast.js';
import type { SyntaxFile } from '../syntax/file.js';
import { located, type Located } from './walk/located.js';

export interface StructOpsMember {
  /** The tag as it is written. */
  readonly struct: string;
  readonly member: string;
  /** The program's name there. */
  readonly at: Located;
}

/** By the programs' names; a program that is set to several members has the first. */
export function structOpsMembers(files: readonly SyntaxFile[]): ReadonlyMap<string, StructOpsMember> {
  const found = new Map<string, StructOpsMember>();
  for (const { items } of files) {
    for (const { content } of items) {
      const { node, sections } = content;
      if (node.kind !== 'variables' || !sections.some(({ name }) => /^\??\.struct_ops\b/.test(name ?? '')))
        continue;
      for (const { type, init } of node.variables) {
        const struct = tagOf(type);
        if (struct === null || init?.kind !== 'initializer') continue;
        for (const { field, value } of init.values) {
          const name = nameOf(value);
          if (field === null || name?.kind !== 'ident' || found.has(name.name)) continue;
          found.set(name.name, { struct, member: field, at: located(content, name.span) });
        }
      }
    }
  }
  return found;
}

function tagOf(type: TypeExpr): string | null {
  return type.kind === 'tagged' && type.keyword === 'struct' ? type.tag : null;
}

/** Through casts. */
function nameOf(value: Expr): Expr | null {
  if (value.kind === 'cast') return nameOf(value.operand);
  return value.kind === 'ident' ? value : null;
}
