/** Sockets and packets one step behind the context. */
import { fresh, isLegal, shallRefuse, statement, type Way, type World } from '../world.js';
import { hostKernel } from '../kinds.js';

interface Chain {
  readonly region: string;
  readonly struct: string;
  /** Calls around the last pointer, innermost first. */
  readonly calls: readonly string[];
}

function chains(world: World): readonly Chain[] {
  const { facts, kind, layout } = world;
  if (
    !layout.pointers.some(({ path, offset, size }) => path === 'sk' && isLegal(world, 'read', offset, size))
  )
    return [];
  const all: readonly Chain[] = [
    { region: 'ctx->sk', struct: 'bpf_sock', calls: [] },
    { region: 'bpf_sk_fullsock(ctx->sk)', struct: 'bpf_sock', calls: ['bpf_sk_fullsock'] },
    { region: 'bpf_tcp_sock(ctx->sk)', struct: 'bpf_tcp_sock', calls: ['bpf_tcp_sock'] },
    { region: 'bpf_get_listener_sock(ctx->sk)', struct: 'bpf_sock', calls: ['bpf_get_listener_sock'] },
  ];
  const known = facts.access.regions(kind.spec);
  return all.filter(({ region }) => known.includes(region));
}

export const socket: Way = (world) => {
  const { random, facts, kind } = world;
  const chain = random.pick(chains(world));
  const row = chain && facts.context(chain.struct);
  if (!chain || !row) return null;
  const numbers = row.fields.filter((each) => each.element === undefined);
  const refused = numbers.filter((each) => !isLegal(world, 'read', each.offset, each.size, chain.region));
  const legal = numbers.filter((each) => !refused.includes(each));
  const where = { program: kind.spec, region: chain.region };
  const mayBeNull = facts.access.nullCheck(where, hostKernel()) !== null;
  const [isUnchecked, isRefused] = [
    mayBeNull && shallRefuse(world),
    refused.length > 0 && shallRefuse(world),
  ];
  const field = random.pick(isRefused ? refused : legal);
  if (!field) return null;
  return statement(write(world, chain, field.name, isUnchecked));
};

function write(world: World, { struct, calls }: Chain, field: string, isUnchecked: boolean): string {
  const { random } = world;
  const [call] = calls;
  const sk = fresh(world, 'sk');
  const last = call === undefined ? sk : fresh(world, 'full');
  const use = `acc += ${last}->${field};`;
  const checked =
    random.pick([
      `if (${last})\n\t${use}`,
      `if (${last} != NULL) {\n\t${use}\n}`,
      `if (!${last})\n\tacc++;\nelse\n\t${use}`,
      `acc += ${last} ? ${last}->${field} : 0;`,
      `if (${last} && ${last}->${field} == 2)\n\tacc += 4;`,
    ]) ?? use;
  const end = isUnchecked ? use : checked;
  const first = `struct bpf_sock *${sk} = ctx->sk;`;
  if (call === undefined) return `${first}\n${end}`;
  return `${first}\nif (${sk}) {\n\tstruct ${struct} *${last} = ${call}(${sk});\n\t${end.replaceAll('\n', '\n\t')}\n}`;
}

export const storeIntoSocket: Way = (world) => {
  const [chain] = chains(world);
  if (!chain || !shallRefuse(world)) return null;
  const sk = fresh(world, 'sk');
  return statement(`struct bpf_sock *${sk} = ctx->sk;\nif (${sk})\n\t${sk}->mark = 1;`);
};

export const socketArithmetic: Way = (world) => {
  const [chain] = chains(world);
  if (!chain) return null;
  const sk = fresh(world, 'sk');
  return statement(`struct bpf_sock *${sk} = ctx->sk;\nif (${sk})\n\tacc += *(__u32 *)((void *)${sk} + 4);`);
};

/** The bytes between `data` and `data_end`. */
export const packet: Way = (world) => {
  const bounds = ['data', 'data_end'].map((name) => world.layout.pointers.find(({ path }) => path === name));
  if (!bounds.every((each) => each && isLegal(world, 'read', each.offset, each.size))) return null;
  const data = fresh(world, 'data');
  return statement(
    `void *${data} = (void *)(long)ctx->data;\nvoid *${data}_end = (void *)(long)ctx->data_end;\nif (${data} + 2 <= ${data}_end)\n\tacc += *(__u8 *)${data};`,
  );
};

/** A pointer of the context compared with NULL. */
export const comparedPointer: Way = (world) => {
  const pointers = world.layout.pointers.filter(
    ({ path }) => path !== 'data' && path !== 'data_end' && path !== 'data_meta',
  );
  const legal = pointers.filter(({ offset, size }) => isLegal(world, 'read', offset, size));
  const refused = pointers.filter((each) => !legal.includes(each));
  const field = world.random.pick(refused.length > 0 && shallRefuse(world) ? refused : legal);
  return field && statement(`if (ctx->${field.path})\n\tacc += 8;`);
};
