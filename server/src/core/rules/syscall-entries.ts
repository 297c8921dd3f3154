/** What programs at the kernel's entries of system calls take for arguments that are none. */
import type { KernelFacts } from '../kernel/facts.js';
import type { RegisterArgument } from '../model/file.js';
import type { ProgramModel } from '../model/model.js';
import { isNarrow, isNarrowed } from '../model/narrowed.js';
import type { Parameter } from '../syntax/ast.js';

export interface Misread {
  /** The system call: `close` of `__x64_sys_close`. */
  readonly call: string;
  /** The first parameter of the program's macro that the entry does not get. */
  readonly parameter: Parameter | null;
  /** Registers of the context that hold no argument of it. */
  readonly registers: readonly RegisterArgument[];
}

/** Null for a program that attaches to something else, or takes the one argument that there is. */
export function misreadEntry(model: ProgramModel, facts: KernelFacts): Misread | null {
  const call = wrappedCall(model, facts);
  if (call === null) return null;
  const parameter = firstWrong(model);
  const registers = model.registers.filter((each) => isWrong(each, model));
  return parameter || registers.length > 0 ? { call, parameter, registers } : null;
}

/** The system call's name where the section names the kernel's entry of it: `close` of `__x64_sys_close`. */
function wrappedCall({ program }: ProgramModel, { functions }: KernelFacts): string | null {
  const { match } = program;
  // At its return the registers hold no arguments at all.
  const target = match && unpacks.has(match.spec.wrapper ?? '') ? match.target : null;
  const wrapper = functions.syscallWrappers.find(({ prefix }) => target?.startsWith(prefix));
  return wrapper && target ? target.slice(wrapper.prefix.length) : null;
}

/** The first parameter of `BPF_KPROBE(f, int fd)` and its kin that is not what the entry gets. */
function firstWrong({ functions }: ProgramModel): Parameter | null {
  const own = functions[0]?.node;
  if (!own || own.wrapper === null || !unpacks.has(own.wrapper)) return null;
  const [first, second] = own.params;
  if (!first || isPointerToRegisters(first)) return second ?? null;
  return isNarrow(first.type) || first.type.kind === 'pointer' || second ? first : null;
}

/** The macros that take registers for arguments, one after the other; others of their kin look behind the pointer. */
const unpacks: ReadonlySet<string> = new Set(['BPF_KPROBE']);

function isPointerToRegisters({ type }: Parameter): boolean {
  if (type.kind !== 'pointer') return false;
  const { to } = type;
  return to.kind === 'name' ? to.name === 'void' : to.kind === 'tagged' && to.tag === 'pt_regs';
}

/** The first argument is the pointer, which a number cannot hold; others are what some register holds. */
function isWrong({ argument, span }: RegisterArgument, { functions }: ProgramModel): boolean {
  if (argument > 0) return true;
  const within = functions.find(({ content }) => 'content' in span && content === span.content);
  const body = within?.node.body ?? null;
  return body !== null && isNarrowed(body, span);
}
