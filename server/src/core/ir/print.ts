/**
 * The representation as text, one instruction a line. Names locals as C does, other registers `r1`, `r2` in the order
 * of their first line. Widths in bits stand behind the operator: `add32`, `load8`.
 */
import type { Callee, Instruction, Operand, Register } from './instruction.js';
import type { Block, BlockId, IrFunction, Param, Terminator } from './ir.js';
import { readAtEnd, readBy, writtenBy } from './graph.js';

/** A function's listing, with a newline at its end. */
export function printFunction(fn: IrFunction): string {
  const names = namesOf(fn);
  const params = fn.params.map((param) => printParam(param, names)).join(', ');
  const returns = fn.returns === null ? '' : ` -> ${fn.returns}`;
  const slots = fn.slots.map((_, i) => slotLine(fn, i));
  const blocks = fn.blocks.map((block, id) => printBlock(block, id, names));
  return [`${fn.name}(${params})${returns}`, ...slots, ...blocks].join('\n') + '\n';
}

/** What registers and slots are called in a listing. */
interface Names {
  readonly registers: ReadonlyMap<Register, string>;
  readonly slots: readonly string[];
}

function namesOf(fn: IrFunction): Names {
  const used = new Map<string, number>();
  const unique = (name: string): string => {
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name}.${count}`;
  };
  const slots = fn.slots.map((slot) => unique(slot.name || 'temporary'));
  const registers = new Map<Register, string>();
  let next = 1;
  for (const register of registersIn(fn)) {
    if (registers.has(register)) continue;
    const name = fn.registers[register]?.name ?? null;
    registers.set(register, name === null || name === '' ? `r${next++}` : unique(name));
  }
  return { registers, slots };
}

function* registersIn(fn: IrFunction): Iterable<Register> {
  for (const { register } of fn.params) yield register;
  for (const { instructions, terminator } of fn.blocks) {
    for (const each of instructions) yield* [...readBy(each).filter(isRegister), ...writtenBy(each)];
    yield* readAtEnd(terminator).filter(isRegister);
  }
}

function isRegister(operand: Operand): operand is Register {
  return typeof operand === 'number';
}

function printParam({ register, bits, role }: Param, names: Names): string {
  const note = role === 'value' ? '' : ` ${role}`;
  return `${names.registers.get(register) ?? '?'}:${bits}${note}`;
}

function slotLine(fn: IrFunction, index: number): string {
  const slot = fn.slots[index];
  const name = namesOf(fn).slots[index] ?? '';
  return `  slot ${name}: ${slot?.size ?? '?'} bytes, align ${slot?.align ?? '?'}`;
}

function printBlock({ instructions, terminator }: Block, id: BlockId, names: Names): string {
  const lines = instructions.map((each) => `  ${printInstruction(each, names)}`);
  return [`${id}:`, ...lines, `  ${printTerminator(terminator, names)}`].join('\n');
}

function printInstruction(each: Instruction, names: Names): string {
  const show = (operand: Operand): string => showOperand(operand, names);
  const dst = (register: Register | null): string => (register === null ? '' : `${show(register)} = `);
  switch (each.op) {
    case 'move':
      return `${dst(each.dst)}${each.opaque ? 'opaque ' : ''}${show(each.value)}`;
    case 'unary':
      return `${dst(each.dst)}${each.operator}${each.bits}${each.wraps ? '' : ' nsw'} ${show(each.value)}`;
    case 'binary':
      return `${dst(each.dst)}${each.operator}${each.bits}${each.wraps ? '' : ' nsw'} ${show(each.left)}, ${show(each.right)}`;
    case 'cmp':
      return `${dst(each.dst)}${each.predicate}${each.bits} ${show(each.left)}, ${show(each.right)}`;
    case 'cast':
      return `${dst(each.dst)}${each.kind} ${each.from} to ${each.to} ${show(each.value)}`;
    case 'ptr':
      return `${dst(each.dst)}ptr ${show(each.base)}${indexOf(each, show)}${offsetOf(each.offset)}${memberOf(each.member)}`;
    case 'field':
      return `${dst(each.dst)}field ${show(each.base)}${each.offset === null ? ' + ?' : offsetOf(each.offset)}${memberOf(each.member)}`;
    case 'slot':
      return `${dst(each.dst)}slot ${names.slots[each.slot] ?? '?'}`;
    case 'global':
    case 'function':
      return `${dst(each.dst)}${each.op} ${each.name}`;
    case 'string':
      return `${dst(each.dst)}string ${each.text === null ? '?' : JSON.stringify(each.text)}`;
    case 'named':
      return `${dst(each.dst)}named${each.bits} ${each.name} by ${each.by}${each.local === null ? '' : ` (here ${each.local})`}`;
    default:
      return printEffect(each, names, dst);
  }
}

type Effect = Exclude<
  Instruction,
  {
    readonly op:
      | 'move'
      | 'unary'
      | 'binary'
      | 'cmp'
      | 'cast'
      | 'ptr'
      | 'field'
      | 'slot'
      | 'global'
      | 'function'
      | 'string'
      | 'named';
  }
>;

function printEffect(each: Effect, names: Names, dst: (register: Register | null) => string): string {
  const show = (operand: Operand): string => showOperand(operand, names);
  switch (each.op) {
    case 'load':
      return `${dst(each.dst)}load${each.bits}${volatile(each)} [${show(each.address)}]`;
    case 'store':
      return `store${each.bits}${volatile(each)} [${show(each.address)}], ${show(each.value)}`;
    case 'copy':
      return `copy [${show(each.target)}], [${show(each.source)}], ${show(each.size)}`;
    case 'fill':
      return `fill [${show(each.target)}], ${show(each.value)}, ${show(each.size)}`;
    case 'atomic':
      return `${dst(each.dst)}atomic ${each.operator}${each.bits} [${show(each.address)}], ${show(each.value)}`;
    case 'compare-exchange':
      return `${dst(each.dst)}compare-exchange${each.bits} [${show(each.address)}], ${show(each.expected)}, ${show(each.value)}`;
    case 'call':
      return `${dst(each.dst)}call ${printCallee(each.callee, show)}(${each.args.map(show).join(', ')})`;
    case 'asm':
      return `asm ${JSON.stringify(each.template)}${list(
        'out',
        each.outputs.map((one) => `${JSON.stringify(one.constraint)} ${show(one.dst)}`),
      )}${list(
        'in',
        each.inputs.map((one) => `${JSON.stringify(one.constraint)} ${show(one.value)}`),
      )}${each.memory ? ' memory' : ''}`;
    case 'havoc':
      return `${dst(each.dst)}havoc${each.from === null ? '' : ` from [${show(each.from)}]`} (${each.why})`;
    case 'clobber':
      return `clobber ${each.base === null ? 'memory' : `[${show(each.base)}]`} (${each.why})`;
    case 'indeterminate':
      return each.target.kind === 'register'
        ? `${dst(each.target.register)}indeterminate`
        : `indeterminate ${names.slots[each.target.slot] ?? '?'}`;
    case 'assume':
      return `assume ${show(each.test)}`;
  }
}

function list(word: string, parts: readonly string[]): string {
  return parts.length === 0 ? '' : ` ${word} (${parts.join(', ')})`;
}

function volatile(access: { readonly volatile: boolean }): string {
  return access.volatile ? ' volatile' : '';
}

function printCallee(callee: Callee, show: (operand: Operand) => string): string {
  return callee.kind === 'pointer' ? `[${show(callee.value)}]` : `${callee.kind} ${callee.name}`;
}

function indexOf(
  { index, scale }: { readonly index: Operand; readonly scale: number },
  show: (operand: Operand) => string,
): string {
  return index === 0n ? '' : ` + ${show(index)}${scale === 1 ? '' : ` * ${scale}`}`;
}

function offsetOf(offset: bigint): string {
  return offset < 0n ? ` - ${-offset}` : ` + ${offset}`;
}

function memberOf(member: { readonly owner: string; readonly name: string } | null): string {
  return member === null ? '' : ` (${member.owner}.${member.name})`;
}

function showOperand(operand: Operand, names: Names): string {
  return typeof operand === 'bigint' ? String(operand) : (names.registers.get(operand) ?? '?');
}

function printTerminator(terminator: Terminator, names: Names): string {
  const show = (operand: Operand): string => showOperand(operand, names);
  switch (terminator.op) {
    case 'jump':
      return `jump ${terminator.target}`;
    case 'branch':
      return `${terminator.by === 'directive' ? '#if' : 'if'} ${show(terminator.test)} jump ${terminator.then} else ${terminator.otherwise}`;
    case 'switch': {
      const cases = terminator.cases.map(
        ({ low, high, target }) => `${low}${high === low ? '' : `...${high}`} jump ${target}`,
      );
      const sign = terminator.signed ? 's' : 'u';
      return `switch ${sign}${terminator.bits} ${show(terminator.value)}: ${[...cases, `else ${terminator.otherwise}`].join(', ')}`;
    }
    case 'return':
      return terminator.value === null ? 'return' : `return ${show(terminator.value)}`;
    case 'unreachable':
      return 'unreachable';
    case 'lost':
      return `lost (${terminator.why})`;
  }
}
