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
    const program = foldKind(kfuncs, placeOf);
    const key = JSON.stringify(program);
    programs[kfuncsOf] = seen.has(key) ? { sameAs: seen.get(key) } : program;
    if (!seen.has(key)) seen.set(key, kfuncsOf);
  }
  const asked = new Set(Object.values(programs).flatMap(({ kfuncs }) => Object.keys(kfuncs ?? {})));
  return { prototypes: textOf(prototypes, asked), answers, programs };
}

/** `{ kfuncs, refusal }`: what is said to those that may be called, and the one sentence for all others. */
function foldKind(kfuncs, placeOf) {
  const permitted = Object.entries(kfuncs).filter(([, answer]) => typeof answer !== 'string');
  const refused = Object.entries(kfuncs).filter(([, answer]) => typeof answer === 'string');
  const refusals = [...new Set(refused.map(([name, said]) => plain(said, name)))];
  if (refusals.length > 1) throw new Error(`several refusals: ${refusals.join('; ')}`);
  return {
    kfuncs: Object.fromEntries(permitted.map(([name, answer]) => [name, placeOf(foldAnswer(name, answer))])),
    ...(refusals.length > 0 && { refusal: refusals[0] }),
  };
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
