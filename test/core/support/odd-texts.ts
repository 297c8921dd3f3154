/** Texts that nobody writes and that once took seconds: for the tests of limits, and for the bench. */
import { program } from './program.js';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const inSock = (body: string): string => program('cgroup/sock_create', 'struct bpf_sock *ctx', body);

/** By what is odd about them. */
export const oddTexts: Readonly<Record<string, () => string>> = {
  'a macro of 442 bytes that stands for 100,000': () =>
    `#define B0 ctx->family\n${lines(5, (i) => `#define B${i + 1} ${Array(10).fill(`B${i}`).join('+')}`)}\n${inSock('\treturn B5;')}`,
  'a macro that stands for 3^14': () =>
    `#define B0 ctx->family\n${lines(14, (i) => `#define B${i + 1} B${i}+B${i}+B${i}`)}\n${inSock('\treturn B14;')}`,
  '200 loads that add up': () =>
    inSock(`\tint s = 0;\n${lines(200, (i) => `\ts += ctx->src_port * ${i};`)}\n\treturn s;`),
  'a switch of 3,000 cases': () =>
    inSock(
      `\tint r = 0;\n\tswitch (ctx->family) {\n${lines(3000, (i) => `\tcase ${i}: r += ctx->src_port; break;`)}\n\t}\n\treturn r;`,
    ),
  '2,000 programs': () => lines(2000, (i) => inSock('\treturn ctx->src_port;').replace('prog', `f${i}`)),
  '2,000 conditions': () =>
    inSock(
      `\tint r = 0;\n${lines(2000, (i) => `\tif (ctx->family == ${i}) r += ctx->src_port;`)}\n\treturn r;`,
    ),
  '2,000 locals and 200 alternatives': () =>
    inSock(
      `${lines(2000, (i) => `\tint l${i} = ctx->family;`)}\n\tif (${lines(200, (i) => `l${i} == ${i}`).replaceAll('\n', ' || ')})\n\t\treturn ctx->src_port;\n\treturn 0;`,
    ),
  '5,000 locals and 500 alternatives': () =>
    inSock(
      `${lines(5000, (i) => `\tint l${i} = ctx->family;`)}\n\tif (${lines(500, (i) => `l${i} == ${i}`).replaceAll('\n', ' || ')})\n\t\treturn ctx->src_port;\n\treturn 0;`,
    ),
  '20,000 enumerators': () =>
    `enum e {\n${lines(20_000, (i) => `\tE${i},`)}\n};\n${inSock('\treturn ctx->src_port + E19999;')}`,
};
