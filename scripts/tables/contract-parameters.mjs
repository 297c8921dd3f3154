// What one argument of a helper is, read from the verifier's answers to what was put in its place.

/** Sentences of a call that comes as far as the program's end, and fails there for a reference that is not given back. */
const leaks = /^(BPF_EXIT instruction in main prog would lead to reference leak|Unreleased reference id=\d+)/;

export function isLeak(said) {
  return leaks.test(said);
}

/** What the verifier lists in `expected=`, and what such an argument is. Longer lists of the same kind came later. */
const kinds = [
  [/^map_ptr$/, 'map'],
  [/^ctx$/, 'context'],
  [/^func$/, 'callback'],
  [/^fp$/, 'stack'],
  [/^fp, dynptr_ptr$/, 'dynptr'],
  [/^fp, pkt, pkt_meta, (map_key, )?map_value\b/, 'memory'],
  [/^map_value$/, 'map value'],
  [/^map_value, ptr_/, 'map value'],
  [/^(mem|alloc_mem|ringbuf_mem)$/, 'record'],
  [/^(sock_common, )?sock\b/, 'socket'],
  [/^percpu_ptr_/, 'per-CPU'],
  [/^ptr_/, 'kernel pointer'],
];

/** The parameters of a contract, in the table's form; `words` collects the lists that the verifier expects. */
export function parametersOf({ arguments: asked, call, mapTypes }, words) {
  const isMapped = asked.some(({ number }) => / expected=map_ptr$/.test(number));
  const sizes = asked.map((argument) => sizedBy(argument));
  return asked.map((argument, i) => {
    if (argument.number === 'taken') return numberOf(argument, sizes[i], call);
    return pointerOf(argument, { sizeIn: sizes.indexOf(i), isMapped, call, mapTypes }, words);
  });
}

/** The argument, from 0, whose size this one is; -1 for any other number. */
function sizedBy({ number, large }) {
  if (number !== 'taken') return -1;
  const said = /^invalid (?:indirect access|read|write)(?: to| from) stack R(\d) off=-64 size=4096$/.exec(
    large,
  );
  return said ? Number(said[1]) - 1 : -1;
}

function numberOf({ zero, unknown, large }, sizeOf, call) {
  const isSize = sizeOf >= 0;
  return {
    kind: 'number',
    ...(isSize && { sizeOf }),
    ...(isSize && !/invalid zero-sized read/.test(zero) && { zero: true }),
    ...(isAboutConstant(unknown) && { constant: true }),
    ...(limit(call, large, unknown) && { zeroOnly: true }),
  };
}

/** Whether a number is refused for not being known. */
export function isAboutConstant(unknown) {
  return /^R\d is not a (known constant'|const)$|^R\d unbounded size/.test(unknown);
}

/** A number that must be 0 says so of 8 already. */
function limit(call, large, unknown) {
  return [call, large, unknown].every(
    (said) => said === "get_local_storage() doesn't support non-zero flags",
  );
}

function pointerOf(argument, { sizeIn, isMapped, call }, words) {
  const expected = / expected=(.*)$/.exec(argument.number)?.[1];
  const kind = kinds.find(([pattern]) => pattern.test(expected))?.[1];
  if (!kind) throw new Error(`contracts: no kind for ${argument.number}`);
  return {
    kind,
    expected: words.indexOf(expected),
    ...nullability(argument, call),
    ...(kind === 'memory' && { ...accessOf(argument), ...sizeOf(argument, sizeIn, isMapped) }),
    ...(kind === 'dynptr' && { made: isMade(argument) }),
    ...(kind === 'map value' && isReadOnly(argument) && { readOnly: true }),
    ...structOf(argument),
  };
}

/** `empty`: NULL is taken where the size is 0. */
function nullability({ null: said, nullAndZero, number }, call) {
  if (said === undefined || said === number || /^invalid func unknown#\d+$/.test(said)) return {};
  if (isAccepted(said, call)) return { nullable: 'always' };
  if (nullAndZero && isAccepted(nullAndZero, call)) return { nullable: 'empty' };
  if (/ expected=fp$/.test(said) && nullAndZero) return {};
  throw new Error(`contracts: NULL for ${number}: ${said}`);
}

function isAccepted(said, call) {
  return said === 'ok' || said === call || isLeak(said);
}

function accessOf({ oneByte = '', readOnly = '' }) {
  const isWritten =
    /^write into map forbidden|may write into memory/.test(readOnly) || /^invalid write/.test(oneByte);
  return { access: isWritten ? 'write' : 'read' };
}

/** Memory without a size of its own is a key or a value of the map, whose sizes were 4 and 8, or has a fixed size. */
function sizeOf({ oneByte = '' }, sizeIn, isMapped) {
  if (sizeIn >= 0) return { sizeIn };
  const bytes = Number(/ off=-1 size=(\d+)$/.exec(oneByte)?.[1]);
  if (Number.isNaN(bytes)) return {};
  if (!isMapped) return { size: bytes };
  return { size: bytes === 4 ? 'key' : 'value' };
}

function isMade({ filledWith, stack = '' }) {
  return filledWith !== 'stack' || stack !== '';
}

function isReadOnly(argument) {
  return /does not point to a readonly map/.test(argument.map_value ?? '');
}

/** The kernel's struct that is wanted, where another one was tried. */
function structOf(argument) {
  const said = Object.values(argument).find((each) => / is of type \w+ but \w+ is expected$/.test(each));
  return said ? { struct: / but (\w+) is expected$/.exec(said)[1] } : {};
}
