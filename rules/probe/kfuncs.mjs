// Turns the prober's lines about functions of the kernel into a document of their own: prototypes as C writes them, every
// distinct answer once, and by section which function got which.

/** `{ prototypes, answers, programs }`; a section that got the same answers as an earlier one names it. */
export function foldKfuncs(lines) {
  const prototypes = lines.find((line) => line.prototypes)?.prototypes;
  if (!prototypes) throw new Error('the prober said nothing of functions of the kernel');
  const answers = [];
  const places = new Map();
  const placeOf = (answer) => {
    const key = JSON.stringify(answer);
    if (!places.has(key)) places.set(key, answers.push(answer) - 1);
    return places.get(key);
  };
  const programs = {};
  const seen = new Map();
  for (const { kfuncsOf, kfuncs } of lines.filter((line) => line.kfuncsOf)) {
    const own = Object.entries(kfuncs).map(([name, answer]) => [name, placeOf(foldAnswer(name, answer))]);
    const key = JSON.stringify(own);
    programs[kfuncsOf] = seen.has(key) ? { sameAs: seen.get(key) } : Object.fromEntries(own);
    if (!seen.has(key)) seen.set(key, kfuncsOf);
  }
  const asked = new Set(Object.values(programs).flatMap(Object.keys));
  return { prototypes: textOf(prototypes, asked), answers, programs };
}

function foldAnswer(name, answer) {
  const entries = Object.entries(answer).map(([key, said]) => [key, plain(said, name)]);
  return { ...Object.fromEntries(entries) };
}

/** Numbers that the verifier gives to pointers and instructions differ from program to program. */
function plain(said, name) {
  return said
    .replace(/processed \d+ insns.*$/, '')
    .replaceAll(name, '#')
    .replace(/\b(ref_obj_)?id=\d+/g, '$1id=#')
    .replace(/alloc_insn=\d+/, 'alloc_insn=#');
}

/** Of those that some program may call: a mark in the BTF alone says little, and a name less. */
function textOf(prototypes, asked) {
  return Object.fromEntries(
    Object.entries(prototypes)
      .filter(([name]) => asked.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { returns, parameters }]) => {
        const list = parameters.map(({ type, name: own }) => joined(type, own)).join(', ');
        return [name, `${joined(returns, name)}(${list || 'void'})`];
      }),
  );
}

function joined(type, name) {
  return type.endsWith('*') ? `${type}${name}` : `${type} ${name}`;
}
