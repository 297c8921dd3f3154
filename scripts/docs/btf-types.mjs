/**
 * docs/btf-enabled-program-types.md: which program types get typed kernel pointers from their context, which kernel
 * function sees to that, and what loads were measured to yield.
 */
import { code, codes, inWords, table } from './markdown.mjs';
import { contextFields, measuredKernels, readRules, yieldsOf } from './measured.mjs';
import { kernelFiles } from './rule-table.mjs';

const head = `<!-- Written by scripts/generate-docs.mjs from rules/programs.json and rules/kernels. Do not edit. -->

# BTF-enabled program types

A program type is *BTF-enabled* when the verifier knows the kernel type of what the program gets from its context. A load from the context then yields a typed pointer, and the program follows it with plain \`->\`, for the verifier checks each step against the kernel's BTF. Everywhere else a kernel pointer is a number to the verifier, and only a probe read (\`BPF_CORE_READ\`, \`bpf_probe_read_kernel\`) gets at what it points to.

\`ebpf-verdict fields <section> --format json\` answers for one section, as \`btfEnabled\`; hovering over \`SEC("...")\` answers in the editor.
`;

const outside = `What is not in the list is not BTF-enabled. That goes for \`raw_tp\`, which sees the arguments of \`tp_btf\` as plain numbers, and for \`fentry.multi\`, \`fexit.multi\` and \`fsession.multi\`, where one program serves many functions and 7.3 lets it read nothing of its context. \`freplace\` has the rules of the program whose function it replaces.
`;

const meaning = `## What the register types mean

- \`ptr_X\`: a pointer to the kernel's \`struct X\`. It may be followed, but the object may be gone: a load through it is guarded and yields 0 where it would fault. Kfuncs that want a trusted pointer refuse it.
- \`trusted_ptr_X\`: the same, and the kernel warrants that the object is alive. Kfuncs take it.
- \`..._or_null\`, \`..._or_null_X\`: must be compared with NULL first.
- \`rdonly_buf\`, \`buf\`, \`rdwr_buf\`: plain memory, read-only or not.

What a \`ptr_X\` or \`trusted_ptr_X\` leads to is read-only, but for the few fields that a program type opens, such as some of \`struct tcp_sock\` in a TCP congestion control. 5.10 and 6.1 also accept narrower loads of such a pointer from the context, and let them yield the same type; the later kernels want all 8 bytes.
`;

const elsewhere = `These program types are not BTF-enabled, yet some loads from their contexts yield more than numbers. The pointers do not lead to kernel structs that a program may walk on its own: \`sock\` and \`sock_common\` stand for \`struct bpf_sock\`, \`flow_keys\` for \`struct bpf_flow_keys\`, \`pkt\`, \`pkt_meta\` and \`pkt_end\` for the packet, \`tp_buffer\` for the buffer of a writable tracepoint. Accesses through a socket are rewritten as those through the context are, so a probe read through it returns other bytes than a direct one.
`;

/** Rows of rules/programs.json that agree in all that the table shows, in one. */
function programRows() {
  const groups = new Map();
  for (const [section, row] of Object.entries(readRules('programs.json').programs)) {
    if (!row.btfEnabled || row.variantOf) continue;
    const key = `${row.programType} ${row.attachType} ${row.btfSource}`;
    groups.set(key, [...(groups.get(key) ?? []), { section, row }]);
  }
  return [...groups.values()].map((members) => {
    const { row } = members[0];
    return [
      codes(members.map(({ section }) => section)),
      `${code(row.programType)}${row.attachType ? `<br>${code(row.attachType)}` : ''}`,
      row.since,
      row.btfSource,
    ];
  });
}

/** The widest load at each offset: narrower ones yield the same. */
function widest(yields) {
  const found = new Map();
  for (const [place, type] of Object.entries(yields)) {
    const [offset, size] = place.split('/').map(Number);
    if (size >= (found.get(offset)?.size ?? 0)) found.set(offset, { size, type });
  }
  return [...found].sort(([a], [b]) => a - b).map(([offset, { type }]) => ({ offset, type }));
}

/** For each section, what loads at each offset yield: `{ section, rows: [[field, offset, types]] }`. */
function loadsOf(section, kernels) {
  const offsets = new Map();
  for (const { version, data } of kernels) {
    if (!data.programs[section]) continue;
    for (const { offset, type } of widest(yieldsOf(data, section))) {
      const types = offsets.get(offset) ?? new Map();
      offsets.set(offset, types.set(type, [...(types.get(type) ?? []), version]));
    }
  }
  const fields = fieldNames(section, kernels);
  return [...offsets]
    .sort(([a], [b]) => a - b)
    .map(([offset, types]) => [fields.get(offset) ?? '', offset, typesInWords(types)]);
}

function typesInWords(types) {
  return [...types].map(([type, on]) => `${code(type)} on ${inWords(on)}`).join('<br>');
}

/** Offset to name, where the context is a struct that has a table of its own; of fields that share one, the first. */
function fieldNames(section, kernels) {
  const [, target] = /^iter(?:\.s)?\/(\w+)$/.exec(section) ?? [];
  const { context } = kernels.at(-1).data.programs[section];
  const fields = contextFields(target ? `bpf_iter__${target}` : context);
  return new Map(fields.map(({ name, offset }) => [offset, code(name)]).reverse());
}

/** A row for each offset; sections that agree in all of their loads share them. */
function loadRows(sections, kernels) {
  const groups = new Map();
  for (const section of sections) {
    const rows = loadsOf(section, kernels);
    const key = JSON.stringify(rows);
    const group = groups.get(key) ?? { sections: [], rows };
    group.sections.push(section);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) =>
    group.rows.map((row, i) => [i === 0 ? group.sections.map(code).join(', ') : '', ...row]),
  );
}

/** Whether a measured section, with its target, is of a BTF-enabled type. */
function isEnabled(section, kernels) {
  const { programType, attachType } = kernels.at(-1).data.programs[section] ?? {};
  return Object.values(readRules('programs.json').programs).some(
    (row) => row.btfEnabled && row.programType === programType && row.attachType === attachType,
  );
}

export function btfPage() {
  const kernels = measuredKernels();
  const sections = Object.keys(kernels.at(-1).data.programs);
  const enabled = sections.filter((section) => isEnabled(section, kernels));
  const others = sections.filter((section) => !isEnabled(section, kernels));
  const columns = ['Section', 'Field', 'Offset', 'A load yields'];
  return `${head}
## The list

${table(['Section', 'Program and attach type', 'Since', 'What makes it so'], programRows())}

${outside}
## What loads yield, as measured

Read off the logs of verifiers: ${kernelFiles()} in \`rules/kernels\`. A kernel that is not named did not load such a program, or was not asked. Arguments depend on the target, which stands after the slash; the first one is at offset 0, the second at 8, and so on. Numbers are not listed.

${table(columns, loadRows(enabled, kernels))}

${meaning}
## Typed pointers in other contexts

${elsewhere}
${table(columns, loadRows(others, kernels))}
`;
}
