/** Structs of the kernel's contexts that a file declares itself, for hover in the declaration. */
import type { KernelFacts } from '../kernel/facts.js';
import type { TypeExpr } from '../syntax/ast.js';
import type { SyntaxFile } from '../syntax/file.js';
import { shift, type Span } from '../text.js';

export interface DeclaredContext {
  readonly struct: string;
  readonly fields: readonly { readonly name: string; readonly span: Span }[];
}

/** The declarations with a body whose struct the tables describe, with absolute spans. */
export function declaredContexts(file: SyntaxFile, facts: KernelFacts): readonly DeclaredContext[] {
  return file.items.flatMap(({ content: { node }, start }) => {
    const types = node.kind === 'types' ? node.types : node.kind === 'typedef' ? [node.type] : [];
    return types.flatMap((type) => {
      if (type.kind !== 'tagged' || type.tag === null || !type.body || !facts.context(type.tag)) return [];
      return [{ struct: type.tag, fields: fieldsOf(type, start) }];
    });
  });
}

function fieldsOf(type: TypeExpr, base: number): DeclaredContext['fields'] {
  if (type.kind !== 'tagged') return [];
  return (type.body?.members ?? []).flatMap((member) => {
    if (member.name === null || !member.nameSpan) return fieldsOf(member.type, base);
    return [{ name: member.name, span: shift(member.nameSpan, base) }];
  });
}
