/** Programs with operators on packet pointers, and what is done with the results: what rules/pointer-operators asks. */

const constants = [
  ['|', 'P | 1'],
  ['&', 'P & 3', 'P & ~3L', 'P & ~63L'],
  ['^', 'P ^ 5'],
  ['*', 'P * 3'],
  ['/', '(unsigned long)P / 3'],
  ['%', '(unsigned long)P % 3'],
  ['<<', 'P << 2'],
  ['>>', 'P >> 2', '(unsigned long)P >> 2'],
];
const atEnd = [
  ['+', 'P + 4', '(long)((char *)P + 4)'],
  ['-', 'P - 4', '(long)((char *)P - 4)'],
];
const variables = ['|', '&', '^', '*', '/', '%', '<<', '>>'].map((operator) => [
  operator,
  `P ${operator} other`,
]);
const alone = [
  ['neg', '-P'],
  ['~', '~P'],
];

const rowsOf = (pointer, operand, rows) =>
  rows.map(([operator, ...values]) => ({
    key: `${pointer} ${operator} ${operand}`,
    values: values.map((value) =>
      value.replaceAll('P', `(long)${pointer === 'packet' ? 'data' : 'data_end'}`),
    ),
  }));

/** Each with its key, `packet | constant`, and the expressions that stand for it. */
export const operators = [
  ...rowsOf('packet', 'constant', constants),
  ...rowsOf('packet', 'variable', variables),
  ...rowsOf('packet', 'none', alone),
  ...rowsOf('packet end', 'constant', [...constants, ...atEnd]),
  ...rowsOf('packet end', 'variable', [...variables, ['+', 'P + other'], ['-', 'P - other']]),
  ...rowsOf('packet end', 'none', alone),
];

/** What is done with a value, as statements; several where it depends on the constant that it is compared with. */
export const uses = {
  stored: (value) => [`seen = ${value};`],
  pointer: (value) => [`char *p = (char *)(${value}); if ((void *)(p + 1) > data_end) return 1; return *p;`],
  compared: (value) => [7, 4096].map((limit) => `return (${value}) > ${limit};`),
  equal: (value) => [0, 3, 8, 9].map((other) => `if ((${value}) == ${other}) return 2;`),
  against: (value) => [
    `if ((unsigned long)(${value}) > (unsigned long)data_end) return 2;`,
    `if ((unsigned long)(${value}) < (unsigned long)data) return 2;`,
  ],
  truth: (value) => [`if (${value}) return 2;`, `if (!(${value})) return 2;`],
};

/** A file with one program that runs these statements. */
export function exampleSource(statements) {
  return `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
long seen;
SEC("xdp") int prog(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	long other = ctx->ingress_ifindex;
	${statements}
	return 1;
}
`;
}
