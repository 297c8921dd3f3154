// Which definitions of maps the measured kernels take: each type with its answers, and since which kernel they are so.
import { firstOfEach } from './measured.mjs';

/** `kernels` are rules/maps/<version>.json as chosen; `handwritten` is rules/handwritten/maps.json. */
export function mergeMaps(kernels, handwritten) {
  const names = [...new Set(kernels.flatMap(({ data }) => Object.keys(data.types)))];
  const sorted = names.map((name) => [numberOf(kernels, name), name]).sort(([a], [b]) => a - b);
  return {
    adjusted: handwritten.adjusted.map(withoutSource),
    flags: handwritten.flags.names,
    typed: handwritten.typed.map(withoutSource),
    untyped: handwritten.untyped.types,
    readOnly: withoutSource(handwritten.readOnly),
    types: Object.fromEntries(
      sorted.map(([number, name]) => [number, { name, rows: firstOfEach(pairsOf(kernels, name), isSame) }]),
    ),
  };
}

function withoutSource(row) {
  return Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'source'));
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function numberOf(kernels, name) {
  return kernels.find(({ data }) => data.types[name]).data.types[name].number;
}

function pairsOf(kernels, name) {
  return kernels.map(({ version, data }) => {
    const type = data.types[name];
    return [version, type ? answersOf(type) : null];
  });
}

function answersOf({ usualFlags, upTo, keySizes, valueSizes, entries, flags }) {
  return { usualFlags, upTo, keySizes, valueSizes, entries, flags };
}
