// Contexts of thousands of bytes were measured in windows. What lies between two windows that answer alike is
// answered alike, too: the kernel's checks there compare an offset with bounds and alignment and nothing else
// (tp_prog_is_valid_access, kernel/trace/bpf_trace.c; syscall_prog_is_valid_access, kernel/bpf/syscall.c).
import { formatRanges, parseRanges } from '../../rules/probe/ranges.mjs';

const period = 8;

/** `sets` (size to offsets) with the gaps between the windows of `probed` filled. */
export function fillWindows(probed, sets) {
  const windows = windowsOf(probed);
  if (windows.length < 2) return sets;
  return Object.fromEntries(
    Object.entries(sets).map(([size, set]) => [size, fill(windows, set, Number(size))]),
  );
}

/** The last byte that was tried, where it is accepted, so that nothing is known of what lies behind; else null. */
export function openEnd(probed, sets) {
  const { last } = windowsOf(probed).at(-1);
  const isOpen = Object.values(sets).some((set) => parseRanges(set).some((offset) => offset > last - period));
  return isOpen ? last : null;
}

function windowsOf(probed) {
  return probed.split(',').map((part) => {
    const [, first, last] = /^(-?\d+)-(-?\d+)$/.exec(part) ?? [];
    if (last === undefined) throw new Error(`probed: no window: ${part}`);
    return { first: Number(first), last: Number(last) };
  });
}

function fill(windows, set, size) {
  const offsets = new Set(parseRanges(set));
  for (let i = 1; i < windows.length; i++) {
    const [before, after] = [windows[i - 1], windows[i]];
    const pattern = residues(offsets, before.last - period + 1);
    if (pattern.join() !== residues(offsets, after.first).join())
      throw new Error(`windows differ at ${before.last}..${after.first}`);
    for (let at = before.last + 1; at < after.first; at++) if (pattern.includes(at % period)) offsets.add(at);
  }
  return formatRanges(offsets, size);
}

/** Which of the offsets in one period are accepted, by their remainder. */
function residues(offsets, from) {
  const found = [];
  for (let at = from; at < from + period; at++) if (offsets.has(at)) found.push(at % period);
  return found.sort((a, b) => a - b);
}
