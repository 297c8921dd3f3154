/** Answers the request behind the view "Show Context Fields": a request of our own, for our client. */
import type { ContextFields, ContextFieldsParams } from '../../../protocol/context-fields.js';
import { parseKernelRange } from '../core/engine/settings.js';
import { contextFields } from '../core/features/context-fields.js';
import type { OpenDocument } from './documents.js';

export const contextFieldsRequest = 'ebpfVerdict/contextFields';

/** Null where the document holds no program that we know. */
export function contextFieldsAt(
  { analysis, engine, text }: OpenDocument,
  { position, kernel }: ContextFieldsParams,
): ContextFields | null {
  const range = kernel === null ? null : parseKernelRange(kernel);
  return contextFields(analysis, engine.facts, text.offsetAt(position), range);
}
