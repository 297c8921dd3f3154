// Folds what the prober says of maps' definitions into the document: by the name of the map's type.

const ATTRIBUTES = ['keySizes', 'valueSizes', 'entries', 'flags'];

// `names`: number to name of enum bpf_map_type. A type that could not be made at all is left out, with its refusal.
export function foldDefinitions(lines, names) {
  const types = {};
  const unmade = {};
  for (const { mapType, refused, usualFlags, upTo, ...answers } of lines.filter((line) => line.mapType)) {
    const name = names.get(mapType);
    if (name === undefined && refused) continue;
    if (name === undefined) throw new Error(`the kernel makes maps of type ${mapType}, which has no name`);
    if (refused) unmade[name] = refused;
    else types[name] = { number: mapType, usualFlags, upTo, ...answersOf(answers) };
  }
  return { types, unmade };
}

function answersOf(answers) {
  return Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, answers[attribute].map(runOf)]));
}

// From which value on there is that answer: null where the kernel takes it.
function runOf(text) {
  const [value, ...words] = text.split(' ');
  const answer = words.join(' ');
  return [Number(value), answer === 'ok' ? null : answer];
}
