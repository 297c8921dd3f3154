/** What the reader can change: the text and access to look for, the kernel, and whom to compare with. */
import type { ContextFields } from '../../protocol/context-fields.js';
import { element } from './dom.js';
import type { Filter } from './table.js';

export interface Choices {
  readonly filter: Filter;
  /** Null for the target in force. */
  readonly kernel: string | null;
}

/** Calls back with the choices as they are after each change. */
export function toolbar(
  { kernels, targets, columns }: ContextFields,
  { filter, kernel }: Choices,
  changed: (choices: Choices) => void,
): HTMLElement {
  const text = element('input', {
    type: 'search',
    placeholder: 'Filter fields',
    'aria-label': 'Filter fields',
  });
  text.value = filter.text;
  const choice = element('select', { id: 'kernel' }, ...kernelOptions(kernels, targets, kernel));
  const [onlyAllowed, allowedLabel] = checkbox('accessible here', filter.onlyAllowed);
  const [otherTypes, typesLabel] = checkbox('other program types', filter.otherTypes);
  const tell = (): void =>
    changed({
      filter: { text: text.value, onlyAllowed: onlyAllowed.checked, otherTypes: otherTypes.checked },
      kernel: choice.value === '' ? null : choice.value,
    });
  text.addEventListener('input', tell);
  for (const control of [choice, onlyAllowed, otherTypes]) control.addEventListener('change', tell);
  return element(
    'form',
    { role: 'search', 'aria-label': 'Fields' },
    text,
    element('label', { for: 'kernel' }, 'Kernel'),
    choice,
    allowedLabel,
    columns.some((column) => !column.isKin) ? typesLabel : null,
    element('output', { role: 'status', id: 'count' }),
  );
}

function kernelOptions(
  kernels: readonly string[],
  targets: readonly string[],
  kernel: string | null,
): readonly HTMLElement[] {
  const target = kernel === null ? ` (${range(targets)})` : '';
  return [
    element('option', { value: '', selected: kernel === null }, `target${target}`),
    ...kernels
      .toReversed()
      .map((name) => element('option', { value: name, selected: name === kernel }, name)),
  ];
}

function range(kernels: readonly string[]): string {
  const [first = '', last = first] = [kernels[0], kernels.at(-1)];
  return first === last ? first : `${first} to ${last}`;
}

function checkbox(words: string, checked: boolean): readonly [HTMLInputElement, HTMLElement] {
  const box = element('input', { type: 'checkbox', checked });
  return [box, element('label', {}, box, words)];
}
