/**
 * What to type next, where we know more than a C language server: sections in a SEC string, the fields of a
 * program's context, helpers by program type, and rule ids in suppression comments. Works on text that does not parse yet.
 */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import { completeCall } from './complete-call.js';
import { completeDirective } from './complete-directive.js';
import { completeField } from './complete-field.js';
import { completeSection } from './complete-section.js';
import type { Completion } from './completion-entry.js';

/** In the order in which they are to be listed; empty wherever we have nothing of our own to say. */
export function complete(analysis: Analysis, facts: KernelFacts, offset: number): readonly Completion[] {
  const inComment = analysis.model.file.comments.some(
    ({ span, text }) =>
      span.start < offset && (offset < span.end || (offset === span.end && text.startsWith('//'))),
  );
  if (inComment) return analysis.isBpf ? completeDirective(analysis.text, offset) : [];
  const found = completeSection(analysis, facts, offset) ?? completeField(analysis, facts, offset);
  return found.length > 0 ? found : completeCall(analysis, facts, offset);
}
