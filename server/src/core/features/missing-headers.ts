/** Says in one line which headers were not found, for logs and terminals. */

/** More names than this are only counted. */
const mostNames = 5;

/** `7 headers not found: a.h, b.h and 5 more (see includePaths)`; `paths` must not be empty. */
export function missingHeadersText(paths: readonly string[]): string {
  const named = paths.slice(0, mostNames).join(', ');
  const more = paths.length > mostNames ? ` and ${paths.length - mostNames} more` : '';
  return `${paths.length} header${paths.length === 1 ? '' : 's'} not found: ${named}${more} (see includePaths)`;
}
