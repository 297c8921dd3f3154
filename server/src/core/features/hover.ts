/** What to show for an offset: a context field, a SEC string, a helper, a rule id. Says nothing where clangd knows as much. */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import { touches } from '../text.js';
import { describeField } from './hover-field.js';
import { hoverOfCall } from './hover-call.js';
import { hoverOfMap } from './hover-map.js';
import { hoverOfRule } from './hover-rule.js';
import { describeSection } from './hover-section.js';
import type { HoverText } from './hover-text.js';

/** The hover at an offset; null where we know nothing. */
export function hover(analysis: Analysis, facts: KernelFacts, offset: number): HoverText | null {
  return (
    hoverOfRule(analysis, offset) ??
    hoverOfSection(analysis, facts, offset) ??
    hoverOfCall(analysis, facts, offset) ??
    hoverOfField(analysis, facts, offset) ??
    hoverOfDeclaration(analysis, facts, offset) ??
    hoverOfMap(analysis, facts, offset)
  );
}

function hoverOfSection(analysis: Analysis, facts: KernelFacts, offset: number): HoverText | null {
  const program = analysis.file.programs.find((each) => touches(each.section.span, offset));
  return program?.match
    ? { span: program.section.span, markdown: describeSection(program, program.match, analysis, facts) }
    : null;
}

/** A field that a program reaches through its context, directly or by a probe read. */
function hoverOfField(analysis: Analysis, facts: KernelFacts, offset: number): HoverText | null {
  const { accesses, probeReads } = analysis.model;
  const reached =
    accesses.find((each) => touches(each.fieldSpan, offset)) ??
    probeReads.find((each) => each.offset !== null && each.path !== null && touches(each.span, offset));
  if (!reached || reached.offset === null) return null;
  const here = {
    program: reached.program,
    spec: reached.spec,
    region: reached.region,
    offset: reached.offset,
  };
  const markdown = describeField(reached.struct, here.offset, here, analysis, facts);
  return markdown === null
    ? null
    : { span: 'fieldSpan' in reached ? reached.fieldSpan : reached.span, markdown };
}

/** A field where the file declares the context's struct. */
function hoverOfDeclaration(analysis: Analysis, facts: KernelFacts, offset: number): HoverText | null {
  for (const { struct, fields } of analysis.file.declaredContexts) {
    const field = fields.find((each) => touches(each.span, offset));
    const row = field && facts.context(struct)?.fields.find((each) => each.name === field.name);
    const markdown = row ? describeField(struct, row.offset, null, analysis, facts) : null;
    if (field && markdown !== null) return { span: field.span, markdown };
  }
  return null;
}
