// JSON text that diffs well: what fits on a line stays on one, the rest is broken a member a line.
// It is what Prettier would make of it.

const WIDTH = 110;

export function layOut(value) {
  return `${format(value, 0, 0)}\n`;
}

/** One member of a member a line, for documents of many small parts. */
export function layOutLines(value) {
  const lines = Object.entries(value).map(
    ([key, member]) => `  ${JSON.stringify(key)}: ${membersOf(member)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

function membersOf(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[\n${value.map((member) => `    ${inline(member)}`).join(',\n')}\n  ]`;
  const members = Object.entries(value).map(
    ([key, member]) => `    ${JSON.stringify(key)}: ${inline(member)}`,
  );
  return `{\n${members.join(',\n')}\n  }`;
}

// `lead` is what already stands on the line before the value, `indent` the depth of its members.
function format(value, indent, lead) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const flat = inline(value);
  if (indent > 0 && indent * 2 + lead + flat.length + 1 <= WIDTH) return flat;
  const pad = '  '.repeat(indent + 1);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Array.isArray(value)
    ? value.map((member) => pad + format(member, indent + 1, 0))
    : Object.entries(value).map(([key, member]) => {
        const label = `${JSON.stringify(key)}: `;
        return pad + label + format(member, indent + 1, label.length);
      });
  return `${open}\n${members.join(',\n')}\n${'  '.repeat(indent)}${close}`;
}

function inline(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`);
  return members.length ? `{ ${members.join(', ')} }` : '{}';
}
