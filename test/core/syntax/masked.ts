/**
 * A whole file as the parser would see it in one piece: what the items are masked to, at their places. The tool
 * itself parses item by item; this is for comparing parsers on the same text.
 */
import { takeTokens } from '../../../server/src/core/syntax/draft.js';
import { maskItem } from '../../../server/src/core/syntax/mask.js';
import { nothingOutside } from '../../../server/src/core/syntax/macro-scope.js';
import { DirectiveMemory, scan } from '../../../server/src/core/syntax/scan.js';

/** Text of the same length and with the same lines. */
export function maskedFile(text: string): string {
  const scanned = scan(text, new DirectiveMemory(), null, null, nothingOutside);
  let masked = '';
  for (const { from, to } of scanned.segments) {
    const base = scanned.tokens.starts[from] ?? 0;
    const source = text.slice(base, scanned.tokens.ends[to - 1]);
    const item = maskItem(takeTokens(source, scanned.tokens, scanned.live, from, to, base), source);
    masked += blank(text.slice(masked.length, base + item.start)) + item.text;
  }
  return masked + blank(text.slice(masked.length));
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
