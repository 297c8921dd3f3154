/** Signature help as the protocol has it. */
import { MarkupKind, type Position, type SignatureHelp } from 'vscode-languageserver';
import { signatureAt } from '../core/features/signature.js';
import type { OpenDocument } from './documents.js';

/** Null where no arguments of a helper are being typed. */
export function signatureHelpAt(document: OpenDocument, position: Position): SignatureHelp | null {
  const { analysis, engine, settings } = document;
  if (!settings.completion) return null;
  const found = signatureAt(analysis, engine.facts, document.text.offsetAt(position));
  if (!found) return null;
  const { label, documentation, parameters, active } = found;
  const markdown = (value: string): { kind: typeof MarkupKind.Markdown; value: string } => ({
    kind: MarkupKind.Markdown,
    value,
  });
  return {
    signatures: [
      {
        label,
        documentation: markdown(documentation),
        parameters: parameters.map((each) => ({
          label: [each.span[0], each.span[1]],
          documentation: markdown(each.documentation),
        })),
      },
    ],
    activeSignature: 0,
    activeParameter: Math.max(active, 0),
  };
}
