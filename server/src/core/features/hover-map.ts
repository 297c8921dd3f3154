/** A map at its name, where it is defined or used: what it is, its sizes, and since when there are such maps. */
import type { Analysis } from '../engine/analysis.js';
import type { KernelFacts } from '../kernel/facts.js';
import type { MapDefinition, MapPart } from '../model/maps.js';
import type { Span } from '../text.js';
import type { HoverText } from './hover-text.js';

/** Null where the offset is on no name of a map. Of a local that hides one, too, this tells of the map. */
export function hoverOfMap(analysis: Analysis, facts: KernelFacts, offset: number): HoverText | null {
  const span = wordAt(analysis.text, offset);
  const name = span && analysis.text.slice(span.start, span.end);
  const map = analysis.maps.find(({ map }) => map.name === name)?.map;
  return span && map ? { span, markdown: describeMap(map, facts) } : null;
}

function wordAt(text: string, offset: number): Span | null {
  let [start, end] = [offset, offset];
  while (start > 0 && /\w/.test(text.charAt(start - 1))) start--;
  while (/\w/.test(text.charAt(end))) end++;
  return start === end ? null : { start, end };
}

function describeMap(map: MapDefinition, facts: KernelFacts): string {
  const type = map.type?.value ?? null;
  const name = type === null ? null : facts.maps.name(type);
  const since = type === null ? null : facts.maps.since(type);
  const first = facts.kernels[0];
  const lines = [
    ...partLine('key', map.key),
    ...partLine('value', map.value),
    ...(typeof map.entries?.value !== 'bigint' ? [] : [`max_entries: ${map.entries.value}`]),
    ...(typeof map.flags?.value !== 'bigint' ? [] : [`map_flags: 0x${map.flags.value.toString(16)}`]),
    ...(since === null || since === first ? [] : [`made by measured kernels since ${since}`]),
  ];
  const head = `**\`${map.name}\`**: ${name === null ? 'map' : `\`${name}\``}`;
  return [head, lines.map((line) => `- ${line}`).join('\n')].filter(Boolean).join('\n\n');
}

function partLine(name: string, part: MapPart | null): readonly string[] {
  if (!part) return [];
  return [`${name}: ${part.size === null ? 'of unknown size' : `${part.size} bytes`}`];
}
