// Adds what rules/handwritten/access.json says to the measured table of accesses, and never over a measurement.
export function addHandwritten(access, handwritten, programs, kernels) {
  const { shapes } = access;
  const added = {};
  for (const [section, { regions }] of Object.entries(handwritten)) {
    if (access.programs[section]) throw new Error(`handwritten: ${section} was measured, drop the row`);
    const row = programs[section];
    if (!row || row.measuredAs) throw new Error(`handwritten: ${section} is no row of its own`);
    const since = kernels.find(({ version }) => isAtLeast(version, row.since))?.version;
    if (since === undefined) throw new Error(`handwritten: ${section} is newer than every measured kernel`);
    added[section] = Object.fromEntries(
      Object.entries(regions).map(([region, shape]) => [region, [[since, shapes.push(shape) - 1]]]),
    );
  }
  return { ...access, shapes, programs: { ...access.programs, ...added } };
}

function isAtLeast(version, since = '0.0') {
  const [major, minor] = version.split('.').map(Number);
  const [sinceMajor, sinceMinor] = since.split('.').map(Number);
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
