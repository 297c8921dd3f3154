/**
 * A reporter for Node's test runner that writes nothing but the sums, as JSON: what the runner itself says at its
 * end. scripts/test.mjs puts it beside the one that people read.
 */
export default async function* countingReporter(events) {
  const sums = {};
  for await (const { type, data } of events) {
    const [, name, count] = (type === 'test:diagnostic' && /^(\w+) (\d+)$/.exec(data.message)) || [];
    if (name && (data.nesting ?? 0) === 0) sums[name] = Number(count);
  }
  const { pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0 } = sums;
  yield `${JSON.stringify({ passed: pass, failed: fail + cancelled, skipped: skipped + todo })}\n`;
}
