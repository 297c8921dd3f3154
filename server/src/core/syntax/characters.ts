/** Characters as C's lexer sees them, and where literals and comments end. Knows no tokens. */

/** Classes of characters, see `classOf`. */
export const LETTER = 1;
export const DIGIT = 2;
export const BLANK = 3;
const CLASSES = characterClasses();

function characterClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const char = String.fromCharCode(code);
    if (/[A-Za-z_$]/.test(char)) classes[code] = LETTER;
    else if (/[0-9]/.test(char)) classes[code] = DIGIT;
    else if (/[ \t\r\n\v\f]/.test(char)) classes[code] = BLANK;
  }
  return classes;
}

/** Whether a code unit ends a line, alone or as a part of "\r\n". */
export function isNewline(code: number): boolean {
  return code === 10 || code === 13;
}

/** Whether a code unit is a decimal digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether a code unit may stand inside a word; every one beyond ASCII that is no blank may. */
export function isWordCode(code: number): boolean {
  if (code >= 128) return !isUnicodeBlank(code);
  const group = CLASSES[code];
  return group === LETTER || group === DIGIT;
}

/** No-break space, byte order mark and the like: blanks to a reader, and so to this lexer. */
function isUnicodeBlank(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x3000
  );
}

/** Whether the word between two offsets is a prefix of a literal: `L`, `u`, `U`, `u8`. */
export function isStringPrefix(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  return word === 'L' || word === 'u' || word === 'U' || word === 'u8';
}

/** Whether the character at `at` lets a sign go on the number that starts at `start`. */
export function isExponent(text: string, start: number, at: number): boolean {
  const code = text.charCodeAt(at) | 32;
  const hex = (text.charCodeAt(start + 1) | 32) === 120;
  return hex ? code === 112 : code === 101;
}

/** The offset after a newline at `at`; "\r\n" counts as one. */
export function afterNewline(text: string, at: number): number {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

/** Where a literal ends: after its closing quote, or before the end of its line when it has none. */
export function endOfQuoted(text: string, from: number, quote: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (isNewline(code)) return at;
    if (code === 92) at = isNewline(text.charCodeAt(at + 1)) ? afterNewline(text, at + 1) : at + 2;
    else at++;
  }
  return text.length;
}

/** The offset behind the comment that starts at `start`; the end of the text when it is not closed. */
export function endOfComment(text: string, start: number): number {
  if (text.charCodeAt(start + 1) === 42) {
    const close = text.indexOf('*/', start + 2);
    return close < 0 ? text.length : close + 2;
  }
  let at = start + 2;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isNewline(code)) break;
    at = code === 92 && isNewline(text.charCodeAt(at + 1)) ? afterNewline(text, at + 1) : at + 1;
  }
  return at;
}

/** Lengths of operators, as far as the masking must not tear them apart. */
export function punctLength(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1);
  const third = text.charCodeAt(at + 2);
  if (code === 46) return next === 46 && third === 46 ? 3 : 1;
  if (code === 45 && next === 62) return 2;
  const doubled =
    next === code &&
    (code === 38 || code === 124 || code === 43 || code === 45 || code === 60 || code === 62);
  if (doubled) return (code === 60 || code === 62) && third === 61 ? 3 : 2;
  const assigns = next === 61 && '=!<>+-*/%&|^'.includes(text.charAt(at));
  return assigns ? 2 : 1;
}

/** Letter, digit or blank; 0 for anything else. */
export function classOf(code: number): number {
  if (code < 128) return CLASSES[code] ?? 0;
  return isUnicodeBlank(code) ? BLANK : LETTER;
}
