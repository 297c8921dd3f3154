/** Small pieces of Markdown: tables, code spans, lists in words. Knows nothing of kernels. */

/** `a` in backquotes. */
export function code(text) {
  return `\`${text}\``;
}

/** `a`, `b` and `c`, each as code. */
export function codes(texts) {
  return inWords(texts.map(code));
}

/** a, b and c. */
export function inWords(texts) {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `text` with what stands between `<!-- name -->` and `<!-- /name -->` replaced. Throws where there is no such place. */
export function replaceBetween(text, name, content) {
  const place = new RegExp(`(<!-- ${name}:[^>]*-->\n)[^]*?(<!-- /${name} -->)`);
  if (!place.test(text)) throw new Error(`there is no place for ${name}`);
  return text.replace(place, (_, open, close) => `${open}\n${content}\n\n${close}`);
}
