/** Reads that an execution gets to, and the same ones where none does: what was tested, counted or written before tells. */
import { form } from '../form.js';
import { fresh } from '../world.js';

export const byFlag = form((world, value, reaches) => {
  const flag = fresh(world, 'flag');
  return `int ${flag} = 0;\nif (knobs[3])\n\t${flag} = 1;\nif (${flag}${reaches ? '' : ' && !knobs[3]'})\n\tacc += ${value};`;
});

export const byErrorCode = form((world, value, reaches) => {
  const [error, label] = [fresh(world, 'error'), fresh(world, 'out')];
  return (
    `int ${error} = 0;\nif (!knobs[1]) {\n\t${error} = -1;\n\tgoto ${label};\n}\nif (!knobs[2]) {\n\t${error} = -2;\n\tgoto ${label};\n}\nacc++;\n` +
    `${label}:\nif (${error} ${reaches ? '==' : '<'} -2)\n\tacc += ${value};`
  );
});

export const byCounter = form((world, value, reaches) => {
  const [count, i] = [fresh(world, 'count'), fresh(world, 'i')];
  return (
    `int ${count} = 0;\nfor (int ${i} = 0; ${i} < 3; ${i}++)\n\tif (knobs[${i}])\n\t\t${count}++;\n` +
    `if (${count} > ${reaches ? 2 : 3})\n\tacc += ${value};`
  );
});

export const behindWrite = form(
  (_, value, reaches) =>
    `if (knobs[2] == 5) {\n\tknobs[2] = 7;\n\tif (knobs[2] == ${reaches ? 7 : 5})\n\t\tacc += ${value};\n}`,
);

export const byMode = form((world, value, reaches) => {
  const name = fresh(world, 'mode');
  world.declarations.push(
    `static __always_inline __u64 ${name}(${world.layout.type} *ctx, int mode)\n{\n\tswitch (mode) {\n\tcase 0:\n\t\treturn knobs[1];\n\tcase 1:\n\t\treturn ${value};\n\t}\n\treturn 3;\n}\n`,
  );
  return `acc += ${name}(ctx, 0);\nacc += ${name}(ctx, ${reaches ? 1 : 2});`;
});

export const byCases = form(
  (_, value, reaches) =>
    `switch (knobs[1] & ${reaches ? 7 : 3}) {\ncase 0:\ncase 1:\n\tacc += 3;\n\tbreak;\ncase 2 ... 3:\n\tacc += 5;\n\tbreak;\ndefault:\n\tacc += ${value};\n}`,
);

export const byElement = form((world, value, reaches) => {
  const local = fresh(world, 'words');
  return `int ${local}[4] = { 4, 5 };\nif (${local}[${reaches ? 1 : 2}])\n\tacc += ${value};`;
});

export const byOutParameter = form((world, value, reaches) => {
  const [name, local] = [fresh(world, 'gives'), fresh(world, 'given')];
  world.declarations.push(
    `static __always_inline int ${name}(__u32 *out)\n{\n\tif (!knobs[4])\n\t\treturn -1;\n\t*out = 6;\n\treturn 0;\n}\n`,
  );
  return `__u32 ${local} = 2;\nif (!${name}(&${local}) && ${local} == ${reaches ? 6 : 2})\n\tacc += ${value};`;
});
