/** The page of the view "Context Fields": shows the table that the extension sends, and remembers the filter. */
import type { ContextFields, FieldLine } from '../../protocol/context-fields.js';
import type { PageMessage, ShowTable } from '../src/context-fields/messages.js';
import { element } from './dom.js';
import { header, strip } from './head.js';
import { filtered, tableOf } from './table.js';
import { toolbar, type Choices } from './toolbar.js';

interface EditorApi {
  postMessage(message: PageMessage): void;
  getState(): Choices | undefined;
  setState(state: Choices): void;
}
declare function acquireVsCodeApi(): EditorApi;

const api = acquireVsCodeApi();
const view = document.getElementById('view');
const nothing: Choices = { filter: { text: '', onlyAllowed: false, otherTypes: false }, kernel: null };
let choices: Choices = api.getState() ?? nothing;

window.addEventListener('message', ({ data }: MessageEvent<ShowTable>) => {
  choices = { ...choices, kernel: data.kernel };
  show(data.table);
});
api.postMessage({ kind: 'ready', kernel: choices.kernel });

function show(table: ContextFields | null): void {
  if (!view) return;
  const focused = document.activeElement?.id;
  view.replaceChildren(...(table ? partsOf(table) : [emptyNote()]));
  view.setAttribute('aria-busy', 'false');
  if (focused) document.getElementById(focused)?.focus();
}

function emptyNote(): HTMLElement {
  return element('p', { class: 'note' }, 'Put the cursor into a BPF program: this view follows it.');
}

function partsOf(table: ContextFields): readonly HTMLElement[] {
  if (table.fields.length === 0) return [header(table), noStruct(table)];
  const body = element('div', { class: 'body' });
  const fill = (): void => {
    const lines = filtered(table, choices.filter);
    body.replaceChildren(tableOf(table, lines, choices.filter));
    const count = document.getElementById('count');
    if (count) count.textContent = `${lines.length} of ${table.fields.length} fields`;
  };
  const bar = toolbar(table, choices, (next) => {
    const asksAgain = next.kernel !== choices.kernel;
    choices = next;
    api.setState(choices);
    if (asksAgain) api.postMessage({ kind: 'kernel', kernel: choices.kernel });
    else fill();
  });
  queueMicrotask(fill);
  return [header(table), strip(table, reveal), bar, body, legend()];
}

function noStruct({ btfEnabled }: ContextFields): HTMLElement {
  const words = btfEnabled
    ? 'The context is an array of the arguments: BPF_PROG names them, and typed pointers among them are followed with ->.'
    : 'The layout of the context depends on what the program is attached to; no struct of the kernel’s API describes it.';
  return element('p', { class: 'note' }, words);
}

function legend(): HTMLElement {
  return element(
    'p',
    { class: 'legend dim', 'aria-hidden': 'true' },
    element('span', { class: 'chip read' }, element('b', {}, 'R'), ' read'),
    element('span', { class: 'chip write' }, element('b', {}, 'W'), ' write'),
    ' and the sizes, in bytes, of one access at the field’s start, as each kernel’s verifier accepts them',
  );
}

/** Opens the details of a field that was chosen in the strip. */
function reveal({ name }: FieldLine): void {
  const button = document.getElementById(`field-${name}`)?.querySelector('button');
  button?.scrollIntoView({ block: 'nearest' });
  button?.focus();
}
