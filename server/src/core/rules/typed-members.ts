/** Writes `__type(key, T)` where a definition of a map says only how large T is. */
import type { Fix } from '../finding.js';
import type { MapPart } from '../model/maps.js';
import type { MapInput } from './rule.js';

/** Null where the size is not `sizeof` of a type, or the member does not stand there as it is. */
export function typedMember({ map }: MapInput, name: 'key' | 'value', part: MapPart | null): Fix | null {
  if (!part || part.type || !part.named || map.form === 'legacy') return null;
  const written = part.span.content.text.slice(part.span.start, part.span.end);
  const type = /\bsizeof\s*\(\s*(.*?)\s*\)\s*\)/s.exec(written)?.[1];
  if (type === undefined || !/^__uint\s*\(/.test(written)) return null;
  const end = written.endsWith(';') ? ';' : '';
  const text = `__type(${name}, ${type})${end}`;
  return { title: `Write __type(${name}, ${type})`, safe: true, edits: [{ span: part.span, text }] };
}
