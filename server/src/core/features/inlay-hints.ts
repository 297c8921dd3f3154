/** What a SEC string makes of its function, in a few words behind it: program type, attach type, typed pointers. */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { ProgramSpec } from '../kernel/sections.js';
import { overlaps, type Span } from '../text.js';
import { describeSection } from './hover-section.js';

export interface InlayHintText {
  readonly offset: number;
  readonly label: string;
  /** CommonMark. */
  readonly tooltip: string;
}

/** The hints of the programs whose section lies in a span. */
export function inlayHints(analysis: Analysis, facts: KernelFacts, within: Span): readonly InlayHintText[] {
  return analysis.file.programs.flatMap((program) => {
    const { match, section } = program;
    if (!match || !overlaps(section.span, within)) return [];
    const tooltip = describeSection(program, match, analysis, facts);
    return [{ offset: section.span.end, label: labelOf(match.spec), tooltip }];
  });
}

function labelOf({ programType, attachType, btfEnabled }: ProgramSpec): string {
  const types = attachType === null ? programType : `${programType}, ${attachType}`;
  return `${types}${btfEnabled ? ', BTF-enabled' : ''}`;
}
