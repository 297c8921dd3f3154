/** Markdown as our own pages use it, for a coloured terminal: headings, code, lists, tables, emphasis, links. */
import { paintInline, wrapProse } from './inline.js';
import { textWidth } from './report/columns.js';
import { tableLines } from './table.js';
import type { Colours } from './terminal.js';

/** A run of lines that is rendered as one. */
type Block =
  | { readonly kind: 'code' | 'table' | 'paragraph'; readonly lines: readonly string[] }
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | {
      readonly kind: 'item';
      readonly marker: string;
      readonly indent: number;
      readonly lines: readonly string[];
    };

/** Prose is wrapped at `columns`; code and tables are left as wide as they are. */
export function renderMarkdown(markdown: string, colours: Colours, columns: number): string {
  const blocks = blocksOf(markdown.split(/\r?\n/));
  const parts = blocks.map((block, index) => {
    const gap = index > 0 && !(block.kind === 'item' && blocks[index - 1]?.kind === 'item') ? '\n' : '';
    return `${gap}${renderBlock(block, colours, Math.min(columns, 100)).join('\n')}\n`;
  });
  return parts.join('');
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const { block, next } = blockAt(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

function blockAt(
  lines: readonly string[],
  at: number,
): { readonly block: Block | null; readonly next: number } {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { block: null, next: at + 1 };
  const heading = /^(#+)\s+(.*)$/.exec(line);
  if (heading)
    return {
      block: { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' },
      next: at + 1,
    };
  if (line.startsWith('```')) return codeAt(lines, at);
  const item = /^(\s*)([-*]|\d+\.)\s+(.*)$/.exec(line);
  const end = endOfRun(lines, at + 1);
  if (item) {
    const [, indent = '', marker = '', first = ''] = item;
    return {
      block: { kind: 'item', marker, indent: indent.length, lines: [first, ...lines.slice(at + 1, end)] },
      next: end,
    };
  }
  return {
    block: { kind: line.startsWith('|') ? 'table' : 'paragraph', lines: lines.slice(at, end) },
    next: end,
  };
}

function codeAt(lines: readonly string[], at: number): { readonly block: Block; readonly next: number } {
  const close = lines.findIndex((line, index) => index > at && line.startsWith('```'));
  const end = close < 0 ? lines.length : close;
  return { block: { kind: 'code', lines: lines.slice(at + 1, end) }, next: end + 1 };
}

/** A paragraph, an item or a table ends at an empty line or where another kind of block begins. */
function endOfRun(lines: readonly string[], from: number): number {
  const isTable = lines[from - 1]?.startsWith('|') === true;
  const end = lines.findIndex((line, index) => {
    if (index < from) return false;
    return (
      line.trim() === '' || /^(#+\s|```|\s*([-*]|\d+\.)\s)/.test(line) || (!isTable && line.startsWith('|'))
    );
  });
  return end < 0 ? lines.length : end;
}

function renderBlock(block: Block, colours: Colours, columns: number): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return [
        colours.bold(block.level === 1 ? colours.underline(block.text) : paintInline(block.text, colours)),
      ];
    case 'code':
      return block.lines.map((line) =>
        line === '' ? '' : `    ${colours.cyan(line.replace(/\t/g, '    '))}`,
      );
    case 'table':
      return renderTable(block.lines, colours);
    case 'item':
      return renderItem(block, colours, columns);
    case 'paragraph':
      return prose(block.lines, columns).map((line) => paintInline(line, colours));
  }
}

function renderItem(
  block: Block & { readonly kind: 'item' },
  colours: Colours,
  columns: number,
): readonly string[] {
  const marker = /\d/.test(block.marker) ? block.marker : '•';
  const before = `${' '.repeat(block.indent)}${marker} `;
  const lines = prose(block.lines, columns - before.length);
  return lines.map(
    (line, index) => (index === 0 ? before : ' '.repeat(textWidth(before))) + paintInline(line, colours),
  );
}

function prose(lines: readonly string[], columns: number): readonly string[] {
  return wrapProse(lines.map((line) => line.trim()).join(' '), columns);
}

function renderTable(lines: readonly string[], colours: Colours): readonly string[] {
  const cells = lines.map((line) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
  const rows = cells.filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  return tableLines(
    rows.map((row, index) =>
      row.map((cell) => ({ text: plain(cell), paint: index === 0 ? colours.bold : (text: string) => text })),
    ),
  );
}

function plain(text: string): string {
  return text
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/\\\|/g, '|');
}
