/** Elements of a page, made in one expression. Text is always text: nothing is parsed as HTML. */

export type Child = Node | string | null;

/** Attributes as HTML names them; `false` and null leave one out, `true` gives it without a value. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** An element with its attributes and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Text for screen readers alone. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'spoken' }, text);
}

/** What is there for the eye alone. */
export function seen(...children: readonly Child[]): HTMLElement {
  return element('span', { 'aria-hidden': 'true' }, ...children);
}
