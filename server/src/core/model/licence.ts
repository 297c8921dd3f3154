/** The licence that an object declares: what its section "license" holds. Knows nothing of which ones are good. */
import type { Item, SyntaxFile } from '../syntax/file.js';
import type { Located } from './walk/located.js';

/** `missing`: neither the text nor its headers have one; `unknown`: it cannot be read, or may stand where nobody looked. */
export type Licence =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown' }
  /** `at` is the string's literal. */
  | { readonly kind: 'declared'; readonly text: string; readonly at: Located };

const unknown: Licence = { kind: 'unknown' };

/**
 * The licence of a text with its headers, the text first. `isAllRead`: no header was left out, and the text is no
 * header itself.
 */
export function licenceOf(files: readonly SyntaxFile[], isAllRead: boolean): Licence {
  const items = files.flatMap((file) => file.items);
  const [item, ...others] = items.filter(isLicence);
  if (item) return others.length === 0 ? declaredIn(item) : unknown;
  return isAllRead && !items.some(mayBringLicence) ? { kind: 'missing' } : unknown;
}

function isLicence({ content }: Item): boolean {
  return content.sections.some(({ name }) => name === 'license');
}

/** A macro that was not seen; a section whose name was not read; and what another object defines brings that object. */
function mayBringLicence({ content: { node, text, sections } }: Item): boolean {
  if (node.kind === 'opaque' || sections.some(({ name }) => name === null)) return true;
  if (node.kind === 'variables')
    return (
      /licen[cs]e/i.test(text) || (node.variables.some(({ isExtern }) => isExtern) && sections.length === 0)
    );
  return false;
}

function declaredIn({ content }: Item): Licence {
  const { node } = content;
  const [variable, ...others] = node.kind === 'variables' ? node.variables : [];
  const { init, type } = variable ?? {};
  if (others.length > 0 || init?.kind !== 'string' || type?.kind !== 'array') return unknown;
  return { kind: 'declared', text: init.value, at: { ...init.span, content } };
}
