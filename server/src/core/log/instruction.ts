/**
 * One line of disassembly to an instruction, in the forms of kernel/bpf/disasm.c: print_bpf_insn since 4.19.
 * Knows no line but this kind; what it does not understand is an operation of kind `other`, never a failure.
 */
import type { Callee, Instruction, Memory, Operand, Operation } from './log.js';

const shape = /^(\d+): \(([0-9a-f]{2})\) (.*)$/;

/** libbpf writes `5: <invalid CO-RE relocation>` over an instruction that it made unusable itself. */
const replaced = /^(\d+): (?=<)()(<.+>)$/;

/** Where one instruction's line ends and the state behind it begins: `; R1=ctx()`, or `goto pc+5 16: R10=fp0`. */
const stateAfter = /\s*;\s*(?=$|(?:frame\d+: )?(?:R\d|fp[-\d]|refs=|cb\b))|(?<=goto pc[+-]\d+) (?=\d+: )/;

/** An instruction, and the text of the state that is printed on its line; null for another kind of line. */
export function readInstruction(
  line: string,
): { readonly instruction: Instruction; readonly state: string } | null {
  const match = shape.exec(line) ?? replaced.exec(line);
  if (!match) return null;
  const [, pc = '', opcode = '', rest = ''] = match;
  const cut = stateAfter.exec(rest);
  const text = cut ? rest.slice(0, cut.index) : rest.trimEnd();
  const state = cut ? rest.slice(cut.index + cut[0].length) : '';
  const number = Number(pc);
  const operation = readOperation(text, number);
  return { instruction: { pc: number, opcode: parseInt(opcode, 16), text, operation }, state };
}

/** Whether a line begins as an instruction does: cheap, for logs of a hundred thousand lines. */
export function isInstruction(line: string): boolean {
  const first = line.charCodeAt(0);
  return first >= 48 && first <= 57 && shape.test(line);
}

/** Each form, and what it means; tried in order. */
const forms: readonly (readonly [RegExp, (match: readonly string[], pc: number) => Operation])[] = [
  [/^exit$/, () => ({ kind: 'exit' })],
  [/^call (.+)$/, ([, callee = ''], pc) => ({ kind: 'call', callee: readCallee(callee, pc) })],
  [
    /^if ([rw]\d+) (\S+) (\S+) goto pc([+-]\d+)$/,
    ([, left = '', operator = '', right = '', by = ''], pc) => ({
      kind: 'jump',
      condition: { left: register(left), operator, right: operand(right) },
      to: pc + 1 + Number(by),
    }),
  ],
  [
    /^(?:goto|gotol|may_goto|goto_or_nop|nop_or_gotol?|gotol_or_nop) pc([+-]\d+)$/,
    ([, by = ''], pc) => ({ kind: 'jump', condition: null, to: pc + 1 + Number(by) }),
  ],
  [
    /^([rw]\d+) = \*\([us](\d+) \*\)\((r\d+) ([+-]\d+)\)$/,
    ([, target = '', bits, base, offset]) => ({
      kind: 'load',
      target: register(target),
      memory: memory(base, offset, bits),
    }),
  ],
  [
    /^\*\(u(\d+) \*\)\((r\d+) ([+-]\d+)\) = (\S+)$/,
    ([, bits, base, offset, from = '']) => ({
      kind: 'store',
      memory: memory(base, offset, bits),
      from: operand(from),
    }),
  ],
  [
    /^(?:([rw]\d+) = )?\w+\(\(u(\d+) \*\)\((r\d+) ?([+-]\d+)\).*\)$/,
    ([, target, bits, base, offset]) => ({
      kind: 'atomic',
      memory: memory(base, offset, bits),
      target: target === undefined ? null : register(target),
    }),
  ],
  [
    /^lock \*\(u(\d+) \*\)\((r\d+) ([+-]\d+)\) \S+ \S+$/,
    ([, bits, base, offset]) => ({ kind: 'atomic', memory: memory(base, offset, bits), target: null }),
  ],
  [
    /^([rw]\d+) = (?:0x[0-9a-f]+(?: ll)?|map\[.*|.*\bll)$/,
    ([, target = '']) => ({ kind: 'constant', target: register(target) }),
  ],
  [
    /^([rw]\d+) = ([rw]\d+|-?\d+)$/,
    ([, target = '', from = '']) => ({ kind: 'move', target: register(target), from: operand(from) }),
  ],
  [
    /^([rw]\d+) = \(s\d+\) ?([rw]\d+)$/,
    ([, target = '', from = '']) => ({
      kind: 'math',
      target: register(target),
      operator: 'sign-extend',
      from: operand(from),
    }),
  ],
  [
    /^([rw]\d+) (\S+)= ([rw]\d+|-?\d+|0x[0-9a-f]+)$/,
    ([, target = '', operator = '', from = '']) => ({
      kind: 'math',
      target: register(target),
      operator,
      from: operand(from),
    }),
  ],
  // A negation, a change of byte order, a cast between address spaces.
  [
    /^([rw]\d+) = \S+?[( ]?([rw]\d+)\b.*$/,
    ([, target = '', from = '']) => ({
      kind: 'math',
      target: register(target),
      operator: 'convert',
      from: operand(from),
    }),
  ],
  [
    /^(r0) = \*\(u\d+ \*\)skb\[.*$/,
    ([, target = '']) => ({
      kind: 'math',
      target: register(target),
      operator: 'packet',
      from: { number: 0 },
    }),
  ],
];

function readOperation(text: string, pc: number): Operation {
  // Kernels before 5.3 write a 32-bit register as `(u32) r1`.
  const plain = text.replace(/\(u32\) r(?=\d)/g, 'w').replace(/\(u32\) (?=-?\d)/g, '');
  for (const [form, make] of forms) {
    const match = form.exec(plain);
    if (match) return make(match, pc);
  }
  return { kind: 'other' };
}

function readCallee(callee: string, pc: number): Callee {
  const by = /^pc([+-]\d+)/.exec(callee)?.[1];
  if (by !== undefined) return { kind: 'subprogram', pc: pc + 1 + Number(by) };
  return { kind: 'named', name: callee.replace(/#-?\d+$/, '') };
}

function register(name: string): string {
  return `R${name.slice(1)}`;
}

function operand(text: string): Operand {
  return /^[rw]\d/.test(text) ? { register: register(text) } : { number: Number(text) };
}

function memory(base = 'r0', offset = '0', bits = '8'): Memory {
  return { base: register(base), offset: Number(offset), size: Number(bits) / 8 };
}
