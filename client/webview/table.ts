/** The table itself: a row for each field, a column for each kind of program, and details that open below a row. */
import type { ContextFields, FieldCell, FieldColumn, FieldLine } from '../../protocol/context-fields.js';
import { access } from './head.js';
import { element, seen, spoken, type Child } from './dom.js';

/** Which rows and columns are shown. */
export interface Filter {
  readonly text: string;
  readonly onlyAllowed: boolean;
  readonly otherTypes: boolean;
}

/** The fields that a filter lets through. */
export function filtered({ fields }: ContextFields, { text, onlyAllowed }: Filter): readonly FieldLine[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return fields.filter(({ name, type, prose, cells }) => {
    const content = `${name} ${type} ${prose}`.toLowerCase();
    return words.every((word) => content.includes(word)) && (!onlyAllowed || access(cells[0]) !== 'none');
  });
}

/** A table of the fields, in a region that the keyboard can scroll. */
export function tableOf(table: ContextFields, lines: readonly FieldLine[], filter: Filter): HTMLElement {
  const shown = table.columns.flatMap((column, at) =>
    column.isKin || column.isHere || filter.otherTypes ? [at] : [],
  );
  const columns = shown.flatMap((at) => table.columns[at] ?? []);
  const caption = `Fields of struct ${table.struct ?? ''} by the programs that get it`;
  return element(
    'div',
    { class: 'scroller', role: 'region', 'aria-label': caption, tabindex: 0 },
    element(
      'table',
      {},
      element('caption', { class: 'spoken' }, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Field'),
          element('th', { scope: 'col', class: 'offset' }, 'Offset'),
          ...columns.map((column) => columnHead(column, table)),
        ),
      ),
      element('tbody', {}, ...lines.flatMap((line) => rowsOf(line, shown, table))),
    ),
  );
}

const mostSections = 3;

/** Its first sections, the program's own as it is written; the others and the attach types on hover. */
function columnHead({ sections, attachTypes, isHere }: FieldColumn, { section }: ContextFields): HTMLElement {
  const own = section.replace(/^\?/, '');
  const names = isHere ? [own, ...sections.slice(1)] : sections;
  const first = names.slice(0, mostSections).map((name) => element('code', {}, name));
  const left = names.length - first.length;
  return element(
    'th',
    {
      scope: 'col',
      class: isHere ? 'here' : null,
      title: [...names, ...new Set(attachTypes)].join('\n'),
    },
    ...(isHere ? [element('span', { class: 'badge' }, 'this program')] : []),
    ...first,
    left > 0 ? element('span', { class: 'more' }, `and ${left} more`) : null,
  );
}

function rowsOf(line: FieldLine, shown: readonly number[], table: ContextFields): readonly HTMLElement[] {
  const id = `field-${line.name}`;
  const details = detailsRow(line, `${id}-details`, shown.length + 2, table);
  const button = element(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': details.id },
    element('code', {}, line.name),
  );
  button.addEventListener('click', () => {
    details.hidden = !details.hidden;
    button.setAttribute('aria-expanded', String(!details.hidden));
    if (!details.hidden) details.scrollIntoView({ block: 'nearest' });
  });
  const row = element(
    'tr',
    { id, class: access(line.cells[0]) },
    element('th', { scope: 'row' }, button, element('span', { class: 'type' }, line.type)),
    element('td', { class: 'offset' }, String(line.offset)),
    ...shown.map((at) =>
      element(
        'td',
        { class: table.columns[at]?.isHere ? 'here' : null },
        ...cellOf(line.cells[at], table.kernels[0]),
      ),
    ),
  );
  return [row, details];
}

/** `R 1 2 4`, `W 4`, and since when where the oldest measured kernel does not have it. */
function cellOf(cell: FieldCell | undefined, oldest: string | undefined): readonly Child[] {
  if (!cell || access(cell) === 'none')
    return [element('span', { class: 'no' }, seen('–'), spoken('no access'))];
  return [
    chip('read', cell.read),
    chip('write', cell.write),
    cell.since !== null && cell.since !== oldest
      ? element('span', { class: 'since' }, `since ${cell.since}`)
      : null,
  ];
}

function chip(kind: 'read' | 'write', sizes: readonly number[]): Child {
  if (sizes.length === 0) return null;
  const list = sizes.join(' ');
  return element(
    'span',
    { class: `chip ${kind}` },
    seen(element('b', {}, kind === 'read' ? 'R' : 'W'), ` ${list}`),
    spoken(`${kind}: ${sizes.join(', ')} bytes. `),
  );
}

function detailsRow(line: FieldLine, id: string, span: number, { section }: ContextFields): HTMLElement {
  const { prose, order, size, offset, cells } = line;
  const refusal = cells[0]?.refusal ?? null;
  return element(
    'tr',
    { id, class: 'details', hidden: true },
    element(
      'td',
      { colspan: span },
      element('p', {}, prose),
      element(
        'p',
        { class: 'dim' },
        `Bytes ${offset} to ${offset + size - 1}${order === null ? '' : `, ${order} byte order`}.`,
      ),
      refusal === null
        ? null
        : element('p', {}, `Not to be read in ${section}: `, element('code', {}, refusal)),
    ),
  );
}
