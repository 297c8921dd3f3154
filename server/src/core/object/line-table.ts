/**
 * Which source line each instruction of a loaded program has: the program itself, and behind it the functions that it
 * calls, in the order in which libbpf puts them there (bpf_object__reloc_code). Checked against the log's opcodes, so
 * that an object of another build gives no answer instead of a wrong one.
 */
import type { LineRun, LineTable, LineTables, SourcePlace } from '../log/place.js';
import { readLineInfo, type LineInfo } from './btf-ext.js';
import { numbersOf, readElf, type ElfObject, type FunctionSymbol } from './elf.js';

/** Bytes of an instruction. */
const width = 8;

/** The tables of an object's programs; a string says why there are none, as words that follow the file's name. */
export function lineTables(bytes: Uint8Array): LineTables | string {
  const object = readElf(bytes);
  if (typeof object === 'string') return object;
  const lines = readLineInfo(object);
  if (lines.size === 0) return 'has no line table: compile with -g, and keep .BTF and .BTF.ext';
  const programs = object.functions.map((main) => layOut(main, object));
  return {
    of(program, opcodes) {
      const named = programs.filter(({ main }) => main.name === program);
      const fitting = (named.length > 0 ? named : programs).filter((each) => fits(each, object, opcodes));
      // A log without a name is of the one program that has the same instructions.
      const [first] = fitting;
      return first && fitting.length === 1 ? tableOf(first, object, lines) : null;
    },
  };
}

/** A program as it is loaded. */
interface Layout {
  readonly main: FunctionSymbol;
  /** The functions one behind the other, and the instruction that each begins at. */
  readonly parts: readonly { readonly start: number; readonly symbol: FunctionSymbol }[];
}

/** Each function stands once, behind the first function that calls it and what that one called before. */
function layOut(main: FunctionSymbol, object: ElfObject): Layout {
  const parts: { start: number; symbol: FunctionSymbol }[] = [];
  let end = 0;
  const append = (symbol: FunctionSymbol): void => {
    parts.push({ start: end, symbol });
    end += symbol.size / width;
    for (const callee of calleesOf(symbol, object))
      if (!parts.some((part) => part.symbol === callee)) append(callee);
  };
  append(main);
  return { main, parts };
}

const call = 0x85;
const loadWide = 0x18;
const pseudoCall = 1;
const pseudoFunction = 4;

/** The functions that a function calls, or takes the address of, in the order of its instructions. */
function calleesOf(symbol: FunctionSymbol, object: ElfObject): readonly FunctionSymbol[] {
  const code = object.sections[symbol.section]?.bytes;
  if (!code) return [];
  const numbers = numbersOf(code, object.isLittleEndian);
  const found: FunctionSymbol[] = [];
  for (let at = symbol.offset; at + width <= symbol.offset + symbol.size; at += width) {
    const source = object.isLittleEndian ? (code[at + 1] ?? 0) >> 4 : (code[at + 1] ?? 0) & 15;
    const opcode = code[at];
    const isReference =
      (opcode === call && source === pseudoCall) || (opcode === loadWide && source === pseudoFunction);
    const callee =
      isReference || opcode === loadWide
        ? referred(symbol.section, at, numbers.u32(at + 4) | 0, object, isReference)
        : null;
    if (callee) found.push(callee);
    if (opcode === loadWide) at += width;
  }
  return found;
}

/** The function behind an instruction: by its relocation, else by the distance that the instruction holds. */
function referred(
  section: number,
  at: number,
  distance: number,
  { relocations, functions }: ElfObject,
  isReference: boolean,
): FunctionSymbol | null {
  const relocation = relocations.find((each) => each.section === section && each.offset === at);
  const find = (where: number, offset: number): FunctionSymbol | null =>
    functions.find((each) => each.section === where && each.offset === offset) ?? null;
  if (!relocation) return isReference ? find(section, at + (distance + 1) * width) : null;
  const { target } = relocation;
  // A call through a section's symbol holds the distance from its begin; an address holds the offset in bytes.
  return (
    find(target.section, target.offset) ??
    find(target.section, target.offset + (distance + 1) * width) ??
    find(target.section, distance)
  );
}

/** Where an instruction of the loaded program stands in the object. */
function locate(
  { parts }: Layout,
  pc: number,
): { readonly symbol: FunctionSymbol; readonly offset: number } | null {
  const part = parts.findLast(({ start }) => start <= pc);
  if (!part || (pc - part.start) * width >= part.symbol.size) return null;
  return { symbol: part.symbol, offset: part.symbol.offset + (pc - part.start) * width };
}

/** Whether all instructions of a log are those of the object; libbpf replaces calls and loads, but not their kind. */
function fits(layout: Layout, { sections }: ElfObject, opcodes: ReadonlyMap<number, number>): boolean {
  if (opcodes.size === 0) return true;
  return [...opcodes].every(([pc, opcode]) => {
    const place = locate(layout, pc);
    const own = place && sections[place.symbol.section]?.bytes[place.offset];
    // libbpf puts a call where a CO-RE relocation failed, and its own words have no opcode.
    return own === opcode || Number.isNaN(opcode) || (own !== null && opcode === call);
  });
}

function tableOf(
  layout: Layout,
  object: ElfObject,
  lines: ReadonlyMap<string, readonly LineInfo[]>,
): LineTable {
  return {
    at(pc): SourcePlace | null {
      const place = locate(layout, pc);
      const section = place && object.sections[place.symbol.section]?.name;
      if (!place || section === undefined || section === null) return null;
      const record = lines.get(section)?.findLast(({ offset }) => offset <= place.offset);
      if (!record || record.offset < place.symbol.offset) return null;
      return { file: record.file, line: record.line, column: record.column };
    },
    runs: () => layout.parts.flatMap((part) => runsOf(part, object, lines)),
  };
}

/** A function's records lie one behind the other. */
function runsOf(
  { start, symbol: { section, offset, size } }: Layout['parts'][number],
  { sections }: ElfObject,
  lines: ReadonlyMap<string, readonly LineInfo[]>,
): readonly LineRun[] {
  return (lines.get(sections[section]?.name ?? '') ?? [])
    .filter((record) => record.offset >= offset && record.offset < offset + size)
    .map(({ file, line, offset: at }) => ({ from: start + (at - offset) / width, file, line }));
}
