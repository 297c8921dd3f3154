/** The pages of docs/messages, made from rules/messages.json and what kernels said to its examples. */

/** Every page by its name; `measured` is the content of rules/messages/*.json, oldest kernel first. */
export function messagePages({ messages }, measured) {
  const pages = messages.map((row) => [`${row.id}.md`, page(row, measured)]);
  return new Map([['README.md', index(messages)], ...pages]);
}

function page(row, measured) {
  return [
    `# ${row.title}`,
    `\`${row.id}\`, ${row.category}${kernels(row)}. The verifier's line:`,
    fence('text', [quoted(row, measured) ?? row.pattern]),
    row.explanation,
    '## Usual causes',
    row.causes.map((cause) => `- ${cause}`).join('\n'),
    '## What to do',
    row.fix,
    ...foreseen(row),
    ...example(row, measured),
    '## Where it comes from',
    row.source.map(({ file, function: name }) => `- \`${file}\`: \`${name}\``).join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function foreseen({ rules }) {
  if (!rules) return [];
  const names = rules.map((rule) => `[${rule}](../../rules/docs/${rule}.md)`);
  return [`Before anything is loaded, ${names.join(', ')} of \`ebpf-verdict check\` finds it.`];
}

function kernels({ since, until }) {
  return `${since === undefined ? '' : `, since Linux ${since}`}${until === undefined ? '' : `, until Linux ${until}`}`;
}

/** The words of the newest kernel that was heard to say it. */
function quoted({ id }, measured) {
  return measured.findLast(({ results }) => results[id]?.id === id)?.results[id].message;
}

function example(row, measured) {
  if (!row.example) return ['## Example', row.noExample];
  return [
    '## Example',
    fence('c', row.example),
    'It includes `vmlinux.h`, `bpf_helpers.h`, `bpf_core_read.h` and `bpf_tracing.h`. What kernels said to it:',
    [
      '| Kernel | Verdict | Words |',
      '| --- | --- | --- |',
      ...measured.map((kernel) => kernelRow(kernel, row)),
    ].join('\n'),
  ];
}

function kernelRow({ kernel, results }, { id }) {
  const found = results[id];
  if (!found) return `| ${kernel} | not asked | |`;
  const words = found.message ? `\`${found.message.replaceAll('|', '\\|')}\`` : '';
  const other =
    found.id && found.id !== id ? `${found.verdict}, see [${found.id}](${found.id}.md)` : found.verdict;
  return `| ${kernel} | ${other} | ${words} |`;
}

function fence(language, lines) {
  return `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
}

function index(messages) {
  const categories = [...new Set(messages.map(({ category }) => category))];
  const lists = categories.flatMap((category) => [
    `## ${category}`,
    messages
      .filter((row) => row.category === category)
      .map(({ id, title }) => `- [${id}](${id}.md): ${title}`)
      .join('\n'),
  ]);
  return [
    '# Messages of the verifier',
    'What each of them means, why it is said, and what to do. `ebpf-verdict explain-log` names them by these words. The pages are made from `rules/messages.json`; the examples were loaded on every measured kernel.',
    ...lists,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
