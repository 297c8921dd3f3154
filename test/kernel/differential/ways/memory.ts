/** Bytes of the packet, and what look-ups find: compared in many ways, or not, or not enough. */
import { fresh, isLegal, shallRefuse, statement, unknownTest, type Way, type World } from '../world.js';

function hasPacket(world: World): boolean {
  return ['data', 'data_end'].every((name) => {
    const field = world.layout.pointers.find(({ path }) => path === name);
    return field !== undefined && isLegal(world, 'read', field.offset, field.size);
  });
}

/** A number that a packet may hold at some place: how many bytes are read from where, and how many are compared. */
interface Reading {
  readonly type: string;
  readonly offset: number;
  readonly compared: number;
}

function someReading(world: World): Reading {
  const { random } = world;
  const bytes = random.pick([1, 2, 4]) ?? 1;
  const offset = bytes * random.below(8);
  const missing = shallRefuse(world) ? 1 + random.below(Math.min(3, bytes)) : -random.below(3);
  return { type: `__u${bytes * 8}`, offset, compared: Math.max(0, offset + bytes - missing) };
}

/** Statements that read a packet's bytes where the comparison lets them; `p` and `e` are its start and its end. */
function guarded(world: World, { compared }: Reading, p: string, e: string, use: string): string {
  const forms = [
    `if (${p} + ${compared} <= ${e})\n\t${use}`,
    `if (${e} >= ${p} + ${compared})\n\t${use}`,
    `if (${p} + ${compared} > ${e})\n\tacc++;\nelse\n\t${use}`,
    `if (!(${p} + ${compared} > ${e}))\n\t${use}`,
    `if (${p} + ${compared} <= ${e} && ${unknownTest(world)})\n\t${use}`,
  ];
  return world.random.pick(forms) ?? use;
}

function bounds(world: World): readonly [string, string, string] {
  const [p, e] = [fresh(world, 'p'), fresh(world, 'e')];
  return [p, e, `void *${p} = (void *)(long)ctx->data, *${e} = (void *)(long)ctx->data_end;`];
}

export const packetBytes: Way = (world) => {
  if (!hasPacket(world)) return null;
  const [p, e, head] = bounds(world);
  const reading = someReading(world);
  const use = `acc += *(${reading.type} *)(${p} + ${reading.offset});`;
  return statement(`${head}\n${guarded(world, reading, p, e, use)}`);
};

export const packetByFunction: Way = (world) => {
  if (!hasPacket(world)) return null;
  const [p, e, head] = bounds(world);
  const reading = someReading(world);
  const name = fresh(world, 'fits');
  const kind = world.random.pick(['static __always_inline', 'static __noinline', 'static']) ?? 'static';
  world.declarations.push(
    `${kind} int ${name}(void *p, void *e)\n{\n\tif (p + ${reading.compared} > e)\n\t\treturn -1;\n\treturn *(${reading.type} *)(p + ${reading.offset});\n}\n`,
  );
  return statement(`${head}\nint ${p}_r = ${name}(${p}, ${e});\nif (${p}_r >= 0)\n\tacc += ${p}_r;`);
};

export const packetCursor: Way = (world) => {
  if (!hasPacket(world)) return null;
  const { random } = world;
  const cursor = fresh(world, 'cursor');
  const size = 2 + random.below(12);
  const taken = shallRefuse(world) ? size - 1 : size;
  world.declarations.push(
    `struct ${cursor} {\n\tvoid *at, *end;\n};\n\nstatic __always_inline void *${cursor}_take(struct ${cursor} *c, int n)\n{\n\tvoid *at = c->at;\n\n\tif (at + n > c->end)\n\t\treturn NULL;\n\tc->at = at + n;\n\treturn at;\n}\n`,
  );
  const at = fresh(world, 'at');
  return statement(
    `struct ${cursor} ${cursor} = { (void *)(long)ctx->data, (void *)(long)ctx->data_end };\n__u8 *${at} = ${cursor}_take(&${cursor}, ${taken});\nif (${at})\n\tacc += ${at}[${size - 1}];`,
  );
};

export const packetInLoop: Way = (world) => {
  if (!hasPacket(world)) return null;
  const [p, e, head] = bounds(world);
  const count = 2 + world.random.below(5);
  const compared = shallRefuse(world) ? count - 1 : count;
  return statement(
    `${head}\nif (${p} + ${compared} <= ${e})\n\tfor (int i = 0; i < ${count}; i++)\n\t\tacc += ((__u8 *)${p})[i] * (i + 1);`,
  );
};

export const packetWritten: Way = (world) => {
  if (!hasPacket(world) || !/^(?:xdp|tc|tcx)/.test(world.kind.section)) return null;
  const [p, e, head] = bounds(world);
  const reading = someReading(world);
  const use = `*(${reading.type} *)(${p} + ${reading.offset}) = acc;`;
  return statement(`${head}\n${guarded(world, reading, p, e, use)}`);
};

const moving: Readonly<Record<string, string>> = {
  xdp: 'bpf_xdp_adjust_head(ctx, 0)',
  tc: 'bpf_skb_pull_data(ctx, 0)',
};

export const packetMoved: Way = (world) => {
  const call = moving[world.kind.section];
  if (!hasPacket(world) || call === undefined) return null;
  const [p, e, head] = bounds(world);
  const isStale = shallRefuse(world);
  const [before, after] = isStale ? ['', `acc += ${call};\n`] : [`acc += ${call};\n`, ''];
  return statement(`${before}${head}\nif (${p} + 4 <= ${e}) {\n\t${after}acc += *(__u32 *)${p};\n}`);
};

/** A pointer to a value of a map, and how it is used. */
function lookedUp(world: World, v: string, found: string): string {
  const use = `acc += *${v};`;
  const unchecked = [use, `if (!${v})\n\tacc += bpf_get_prandom_u32();\n${use}`, `*${v} = acc;`];
  const checked = [
    `if (${v})\n\t${use}`,
    `if (!${v})\n\tacc++;\nelse\n\t${use}`,
    `acc += ${v} ? *${v} : 3;`,
    `if (${v} != NULL && *${v} == 2)\n\tacc += 4;`,
    `int ${v}_there = ${v} ? 1 : 0;\nif (${v}_there)\n\t${use}`,
    `if (${v})\n\t*${v} = acc;`,
  ];
  const end = world.random.pick(shallRefuse(world) ? unchecked : checked) ?? use;
  return `__u64 *${v} = ${found};\n${end}`;
}

export const lookup: Way = (world) => {
  const [key, v] = [fresh(world, 'key'), fresh(world, 'v')];
  const value = world.random.pick(['1', 'acc', 'bpf_get_prandom_u32()']) ?? '1';
  return statement(`__u32 ${key} = ${value};\n${lookedUp(world, v, `bpf_map_lookup_elem(&table, &${key})`)}`);
};

export const lookupByFunction: Way = (world) => {
  const [name, v] = [fresh(world, 'find'), fresh(world, 'v')];
  world.declarations.push(
    `static __always_inline __u64 *${name}(__u32 key)\n{\n\tif (key > 100)\n\t\treturn NULL;\n\treturn bpf_map_lookup_elem(&table, &key);\n}\n`,
  );
  return statement(lookedUp(world, v, `${name}(acc)`));
};

export const lookupByError: Way = (world) => {
  const [name, v] = [fresh(world, 'find'), fresh(world, 'v')];
  world.declarations.push(
    `static __always_inline int ${name}(__u32 key, __u64 **v)\n{\n\t*v = bpf_map_lookup_elem(&table, &key);\n\treturn *v ? 0 : -2;\n}\n`,
  );
  const test = shallRefuse(world)
    ? `${name}(acc, &${v});\nacc += *${v};`
    : `if (!${name}(acc, &${v}))\n\tacc += *${v};`;
  return statement(`__u64 *${v};\n${test}`);
};
