/**
 * docs/where-public-documentation-differs.md: the claims of claims.mjs beside what was measured. A claim that no
 * measured kernel contradicts is an error here, not a row.
 */
import { claims, pages } from './claims.mjs';
import { code, codes, inWords, table } from './markdown.mjs';
import { accessTo, fieldOf, measuredKernels, yieldsOf } from './measured.mjs';
import { kernelFiles } from './rule-table.mjs';

const head = `<!-- Written by scripts/generate-docs.mjs from scripts/docs/claims.mjs and rules/kernels. Do not edit. -->

# Where public documentation differs

Field by field, where what can be read about contexts is not what kernels do. The left side is what the page says, in our words; the right side was measured, and is the same on every kernel named below unless it says otherwise. Numbers are the widths of accesses in bytes; "at +8" means 8 bytes into the field.
`;

const directions = { read: 'read', 'no read': 'read', write: 'write', 'no write': 'write' };

/** Whether the measurement contradicts one claim about one field in one section on one kernel. */
function contradicts(claim, data, section, field) {
  if (claim === 'a number') return yieldsOf(data, section)[`${field.offset}/${field.size}`] !== undefined;
  if (claim === 'read 8 everywhere') {
    const wide = accessTo(data, section, field, 'read').find(({ size }) => size === 8);
    return (wide?.at.length ?? 0) < field.size / field.element - 1;
  }
  const isOpen = accessTo(data, section, field, directions[claim]).length > 0;
  return claim.startsWith('no ') ? isOpen : !isOpen;
}

/** `1, 2, 4, 8 at +0 and +8`: places are named where a width is not accepted all over the field, or spans elements. */
function accessInWords(access, field) {
  if (access.length === 0) return 'no';
  return access
    .map(({ size, at }) => {
      const aligned = at.filter((offset) => offset % size === 0).length;
      const isWhole = size >= field.size;
      const isPart = size <= (field.element ?? field.size);
      const isEverywhere = isPart && aligned === at.length && aligned === Math.floor(field.size / size);
      return isEverywhere || isWhole ? String(size) : `${size} at ${inWords(at.map((n) => `+${n}`))}`;
    })
    .reverse()
    .join(', ');
}

function verdict(data, section, field) {
  const yielded = yieldsOf(data, section)[`${field.offset}/${field.size}`];
  const read = accessInWords(accessTo(data, section, field, 'read'), field);
  const write = accessInWords(accessTo(data, section, field, 'write'), field);
  return `read ${read}${yielded ? ` (yields ${code(yielded)})` : ''}; write ${write}`;
}

/** Text to what it is about, for whatever says the same of several. */
function gather(pairs) {
  const found = new Map();
  for (const [about, text] of pairs) found.set(text, [...(found.get(text) ?? []), about]);
  return [...found];
}

function measuredFor(claim, kernels) {
  const fields = claim.fields.map((name) => fieldOf(claim.struct, name));
  const verdicts = fields.flatMap((field) =>
    claim.sections.map((section) => {
      const loaded = kernels.filter(({ data }) => accessTo(data, section, field, 'read') !== null);
      for (const { file, data } of loaded) {
        const held = claim.claims.filter((each) => !contradicts(each, data, section, field));
        if (held.length > 0)
          throw new Error(`${file} does not contradict "${claim.says}" on ${field.name} in ${section}`);
      }
      const byKernel = gather(loaded.map(({ version, data }) => [version, verdict(data, section, field)]));
      return [field.name, byKernel.map(([text, on]) => sayWhere(text, on, byKernel)).join('; ')];
    }),
  );
  const distinct = [...new Map(verdicts.map((pair) => [pair.join(), pair])).values()];
  const groups = gather(distinct);
  return groups
    .map(([text, names]) => (groups.length === 1 ? text : `${codes(names)}: ${text}`))
    .join('<br>');
}

function sayWhere(text, on, all) {
  return all.length === 1 ? text : `${text} on ${inWords(on)}`;
}

function pageLink(name) {
  const [page, commit] = pages[name];
  const address = `https://github.com/isovalent/ebpf-docs/blob/${commit}/docs/linux/program-type/${page}.md`;
  return `[${page}](${address})`;
}

export function differencesPage() {
  const kernels = measuredKernels();
  const structs = [...new Set(claims.map(({ struct }) => struct))];
  const parts = structs.map((struct) => {
    const rows = claims
      .filter((claim) => claim.struct === struct)
      .map((claim) => [
        codes(claim.fields),
        claim.sections.map(code).join(', '),
        `${claim.says} (${pageLink(claim.page)})`,
        measuredFor(claim, kernels),
      ]);
    return `## struct ${struct}\n\n${table(['Field', 'Section', 'The page says', 'Measured'], rows)}\n`;
  });
  return `${head}
${parts.join('\n')}
## Sources

Measured: ${kernelFiles()} in \`rules/kernels\`. \`cgroup/sock\` there is \`cgroup/sock_create\`: both are attach type 0.

The pages are those of docs.ebpf.io, whose source is linked at the version that was read; they may have been corrected since. They are the best description of BPF program types there is, and most of what they say of fields agrees with the measurement: of the tables for \`__sk_buff\` in socket filters, \`sk_skb\`, \`cgroup_skb\` and \`tc\`, all but the rows above.
`;
}
