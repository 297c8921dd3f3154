/** The top of the view: the program, what its section makes of it, and the struct's bytes as a strip. */
import type { ContextFields, FieldCell, FieldLine } from '../../protocol/context-fields.js';
import { element, type Child } from './dom.js';

/** The program's name, its types, and what follows from them. */
export function header(table: ContextFields): HTMLElement {
  const { program, section, programType, attachType, runs } = table;
  return element(
    'header',
    {},
    element(
      'h1',
      {},
      element('code', {}, program),
      element('code', { class: 'section' }, `SEC("${section}")`),
    ),
    element('p', { class: 'types' }, attachType === null ? programType : `${programType} · ${attachType}`),
    element('p', {}, runs),
    element('ul', { class: 'traits' }, ...traits(table).map((words) => element('li', {}, ...words))),
  );
}

function traits({
  struct,
  size,
  rewritten,
  btfEnabled,
  returns,
}: ContextFields): readonly (readonly Child[])[] {
  return [
    struct === null ? ['no struct of its own'] : [element('code', {}, `struct ${struct}`), ` ${size} bytes`],
    ...(rewritten
      ? [['rewritten by the kernel: use ', element('code', {}, '->'), ', not BPF_CORE_READ']]
      : []),
    [btfEnabled ? 'BTF-enabled: pointers may be followed' : 'not BTF-enabled'],
    [`returns ${returns}`],
  ];
}

/** What may be done with a field, in one word for a class name. */
export function access(cell: FieldCell | undefined): 'both' | 'read' | 'write' | 'none' {
  const [read, write] = [(cell?.read.length ?? 0) > 0, (cell?.write.length ?? 0) > 0];
  if (read && write) return 'both';
  return read ? 'read' : write ? 'write' : 'none';
}

/** The struct's bytes in proportion, coloured by access. For the eye: the table says the same in words. */
export function strip({ fields, size }: ContextFields, choose: (field: FieldLine) => void): HTMLElement {
  const parts: HTMLElement[] = [];
  let at = 0;
  for (const field of fields) {
    if (field.offset < at) continue;
    if (field.offset > at)
      parts.push(segment('gap', field.offset - at, `${field.offset - at} unused bytes`, ''));
    const part = segment(access(field.cells[0]), field.size, titleOf(field), field.name);
    part.addEventListener('click', () => choose(field));
    parts.push(part);
    at = field.offset + field.size;
  }
  if (at < size) parts.push(segment('gap', size - at, `${size - at} unused bytes`, ''));
  const made = element('div', { class: 'strip', 'aria-hidden': 'true' }, ...parts);
  new ResizeObserver(() => parts.forEach(labelWhereItFits)).observe(made);
  return made;
}

/** Half a name says less than none. */
function labelWhereItFits(part: HTMLElement): void {
  const label = part.firstElementChild;
  part.classList.toggle('narrow', label !== null && label.scrollWidth > part.clientWidth);
}

function segment(kind: string, bytes: number, title: string, label: string): HTMLElement {
  const made = element('div', { class: `segment ${kind}`, title }, element('span', {}, label));
  made.style.flexGrow = String(bytes);
  return made;
}

function titleOf({ name, type, offset, size, cells }: FieldLine): string {
  const words = { both: 'read and write', read: 'read only', write: 'write only', none: 'no access' };
  return `${type} ${name}: bytes ${offset} to ${offset + size - 1}, ${words[access(cells[0])]}`;
}
