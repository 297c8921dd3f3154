/** Structs of the kernel's contexts that a file declares itself, for hover in the declaration. */
import type { KernelFacts } from '../kernel/facts.js';
import type { TypeExpr } from '../syntax/ast.js';
import type { SyntaxFile } from '../syntax/file.js';
import type { Span } from '../text.js';
import { inFile } from './place.js';
import type { DeclaredContext } from './file.js';

/** The declarations with a body whose struct the tables describe, with absolute spans. */
export function declaredContexts(file: SyntaxFile, facts: KernelFacts): readonly DeclaredContext[] {
  return file.items.flatMap(({ content, start }) => {
    const { node } = content;
    const types =
      node.kind === 'types'
        ? node.types
        : node.kind === 'typedef'
          ? node.typedefs.map(({ type }) => type)
          : [];
    return types.flatMap((type) => {
      if (type.kind !== 'tagged' || type.tag === null || !type.body || !facts.context(type.tag)) return [];
      return [{ struct: type.tag, fields: fieldsOf(type, (span) => inFile(content, start, span)) }];
    });
  });
}

function fieldsOf(type: TypeExpr, at: (span: Span) => Span): DeclaredContext['fields'] {
  if (type.kind !== 'tagged') return [];
  return (type.body?.members ?? []).flatMap((member) => {
    if (member.name === null || !member.nameSpan) return fieldsOf(member.type, at);
    return [{ name: member.name, span: at(member.nameSpan) }];
  });
}
