/** What a text does not hold, said in sentences: so that nobody takes a gap for an answer. */
import type { Block } from './blocks.js';
import { isInstruction } from './instruction.js';
import type { Located } from './place.js';
import type { Complaint } from './verdict.js';

/** Sentences on a missing line, message or log; empty where all is there. */
export function notesOf(
  located: Located | null,
  block: Block,
  complaint: Complaint | null,
  isOfProgram: boolean,
): readonly string[] {
  const isWhole = block.lines.some(({ text }) => isInstruction(text));
  return [
    ...(block.omitted > 0
      ? [`The loader left out ${block.omitted} lines of the log: with cilium/ebpf print the error with %+v.`]
      : []),
    ...(complaint === null || complaint.match === null
      ? ['No known message of the verifier is in this log.']
      : []),
    ...(located
      ? lineNote(located)
      : isWhole || isOfProgram || block.omitted > 0
        ? []
        : noInstructions(block)),
  ];
}

function noInstructions({ reason }: Block): readonly string[] {
  return reason === null
    ? ['The log holds no instructions, so that it names no line: log level 1 prints them.']
    : [];
}

function lineNote({ why, candidates }: Located): readonly string[] {
  switch (why) {
    case 'known':
      return [];
    case 'end of function':
      return [
        'The log does not say the line of this exit: compilers put it at the end of a function with several returns.',
      ];
    case 'not told':
      return [
        'The log does not say on which line this instruction stands: --object names the object that does.',
      ];
    case 'no source':
      return ['This kernel names no lines, only their text: --source names the file, --object the object.'];
    case 'other source':
      return ['The line is in none of the given sources.'];
    case 'ambiguous':
      return [
        `The line's text stands on lines ${candidates.map((line) => line + 1).join(', ')}: --object tells which of them is meant.`,
      ];
  }
}
