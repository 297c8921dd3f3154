/** The examples of rules/global-functions/measured.json as BPF C: a program for each shape, and the global function it calls. */

/** The shape's name as one of C. */
export function nameOf(shape) {
  return shape.replaceAll(' ', '_');
}

/** A file with these shapes, as `[shape, row]`. */
export function exampleSource(shapes) {
  const head = [
    '#include <linux/bpf.h>',
    '#include <bpf/bpf_helpers.h>',
    'char LICENSE[] SEC("license") = "GPL";',
    'int seen;',
  ];
  return [...head, ...shapes.map(programOf)].join('\n') + '\n';
}

function programOf([shape, { declarations = '', function: head, body, call }]) {
  const own = (text) =>
    text.replace(/\bf\(/g, `${nameOf(shape)}_f(`).replace(/\b(struct|union) s\b/g, `$1 ${nameOf(shape)}_s`);
  return [
    own(declarations),
    `__attribute__((noinline)) ${own(head)} { ${own(body)} }`,
    `SEC("tc") int ${nameOf(shape)}(struct __sk_buff *ctx) { ${own(call)} return 0; }`,
  ].join('\n');
}
