/** Turns a probe read of a context field into direct access, and says what that changes where it does. */
import type { Fix } from '../finding.js';
import { accessSize, type FieldRow } from '../kernel/contexts.js';
import type { ProbeRead } from '../model/file.js';

/** The fixes for a read of a field that may be read directly; none where no direct form says the same. */
export function directAccessFixes(read: ProbeRead, field: FieldRow): readonly Fix[] {
  if (read.path?.length !== 1 || read.row.string) return [];
  if (read.isArray) return copyElements(read, field);
  return read.row.form === 'value' ? replaceValue(read) : replaceCopy(read, field);
}

/** Bytes that a direct read takes; of a struct in the context, those of the member that is read. */
export function widthOf(read: ProbeRead, field: FieldRow): number {
  return field.struct === undefined ? accessSize(field) : (read.fieldSize ?? accessSize(field));
}

function direct(read: ProbeRead): string {
  return `${read.pointer}->${read.path?.[0] ?? ''}`;
}

function replacing(read: ProbeRead, text: string, title: string, safe: boolean): readonly Fix[] {
  return [{ title, safe, edits: [{ span: read.span, text }] }];
}

function replaceValue(read: ProbeRead): readonly Fix[] {
  return replacing(read, direct(read), `Read ${direct(read)} directly`, true);
}

/** `bpf_core_read(&v, sizeof(v), &ctx->f)` copies into `v`; only a full copy of equal width is the same. */
function replaceCopy(read: ProbeRead, field: FieldRow): readonly Fix[] {
  if (read.destination === null) return [];
  const assignment = `${read.destination} = ${direct(read)}`;
  const width = widthOf(read, field);
  const copied = read.size ?? read.destinationSize;
  if (copied !== width || read.destinationSize !== width) {
    if (!read.isStatement) return [];
    const title = `Assign ${assignment} (reads the ${width} bytes of the field${copied === null ? '' : ` instead of ${copied}`})`;
    return replacing(read, assignment, title, false);
  }
  if (read.isStatement) return replacing(read, assignment, `Assign ${assignment}`, true);
  return replacing(
    read,
    `(${assignment}, 0)`,
    `Assign ${assignment} and take 0 for the result: a direct read cannot fail`,
    false,
  );
}

/** Explicit elements load in every build; memcpy and loops are refused with some (see ctx-load-merge). */
function copyElements(read: ProbeRead, field: FieldRow): readonly Fix[] {
  const { element } = field;
  if (!element || read.destination === null || !read.isStatement || read.path?.[0] !== field.name) return [];
  if ((read.size ?? read.destinationSize) !== field.size || read.destinationSize !== field.size) return [];
  const count = field.size / element;
  const copies = Array.from({ length: count }, (_, i) => `${read.destination}[${i}] = ${direct(read)}[${i}]`);
  return replacing(
    read,
    copies.join(', '),
    `Copy the ${count} elements of ${field.name} one by one (for a destination that is an array of as many)`,
    false,
  );
}
