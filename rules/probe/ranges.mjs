// Sets of numbers as text: "0-3,8,16-64/4" is 0 to 3, 8, and every fourth from 16 to 64.
// Numbers may be negative: "-8--1" is -8 to -1.

const PART = /^(-?\d+)(?:-(-?\d+)(?:\/(\d+))?)?$/;

export function parseRanges(text) {
  if (text === '') return [];
  return text.split(',').flatMap((part) => {
    const match = PART.exec(part);
    if (!match) throw new Error(`not a range: "${part}"`);
    const [first, last, step] = [Number(match[1]), Number(match[2] ?? match[1]), Number(match[3] ?? 1)];
    return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  });
}

// Aligned fields lie one size apart, so that steps of 1 and of the size are all that is worth trying.
export function formatRanges(numbers, size = 1) {
  const present = new Set(numbers);
  const parts = [];
  for (const first of [...present].sort((a, b) => a - b)) {
    if (!present.has(first)) continue;
    const [step, last] = longestRun(present, first, size);
    for (let n = first; n <= last; n += step) present.delete(n);
    parts.push(formatRun(first, last, step));
  }
  return parts.join(',');
}

function longestRun(present, first, size) {
  const runs = [...new Set([1, size])].map((step) => {
    let last = first;
    while (present.has(last + step)) last += step;
    return [step, last];
  });
  return runs.reduce((best, run) => ((run[1] - first) / run[0] > (best[1] - first) / best[0] ? run : best));
}

function formatRun(first, last, step) {
  if (first === last) return `${first}`;
  if (step === 1) return `${first}-${last}`;
  return first + step === last ? `${first},${last}` : `${first}-${last}/${step}`;
}
