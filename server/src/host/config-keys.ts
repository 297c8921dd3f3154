/** The keys of ebpf-verdict.jsonc, one reader each: what it takes, and what it says about anything else. */
import type { Node } from 'jsonc-parser';
import type { Loader, WrittenSettings } from '../core/engine/settings.js';
import type { Severity } from '../core/finding.js';
import { kernelSyntax, parseKernelTarget } from './kernel-syntax.js';
import { didYouMean } from './nearest.js';

/** Takes a mistake at a place of the file; `key` is null where no key is concerned. */
export type ReportProblem = (key: string | null, at: Place, message: string) => void;

interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What one key adds to the configuration; empty when its value is not valid. */
export interface KeyValue {
  readonly settings?: Partial<WrittenSettings>;
  readonly includePaths?: readonly string[];
}

/** What a reader needs to know besides the value. */
export interface KeyContext {
  /** Makes a path in the file absolute. */
  readonly resolve: (path: string) => string;
  /** What `host` stands for; null where that is no Linux kernel. */
  readonly hostKernel: string | null;
  readonly knownRules: readonly string[];
  readonly report: ReportProblem;
}

type KeyReader = (value: Node, context: KeyContext) => KeyValue;

/** Everything a rule may be set to. */
export const severityNames: readonly (Severity | 'off')[] = [
  'off',
  'error',
  'warning',
  'information',
  'hint',
];

/** Who may load the programs. */
export const loaderNames: readonly Loader[] = ['libbpf', 'cilium'];

/** Every key that the file may hold, with its reader. */
export const configKeys: ReadonlyMap<string, KeyReader> = new Map<string, KeyReader>([
  ['$schema', () => ({})],
  ['kernel', readKernel],
  ['loader', readLoader],
  ['rules', readRules],
  ['includePaths', readIncludePaths],
]);

/** `text` as a severity or `off`; null when it is neither. */
export function asSeverity(text: unknown): Severity | 'off' | null {
  return severityNames.find((name) => name === text) ?? null;
}

/** `text` as a loader; null when it is none. */
export function asLoader(text: unknown): Loader | null {
  return loaderNames.find((name) => name === text) ?? null;
}

function readKernel(value: Node, { report, hostKernel }: KeyContext): KeyValue {
  const kernel = typeof value.value === 'string' ? parseKernelTarget(value.value, hostKernel) : null;
  if (kernel) return { settings: { kernel } };
  const hint = value.type === 'number' ? ', in quotes' : '';
  report('kernel', value, `"kernel" must be ${kernelSyntax}${hint}`);
  return {};
}

function readLoader(value: Node, { report }: KeyContext): KeyValue {
  const loader = value.value === 'auto' ? null : asLoader(value.value);
  if (loader !== null || value.value === 'auto') return { settings: { loader } };
  const names = [...loaderNames, 'auto'].map((name) => `"${name}"`);
  report('loader', value, `"loader" must be ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`);
  return {};
}

function readRules(value: Node, context: KeyContext): KeyValue {
  if (value.type !== 'object') {
    context.report('rules', value, '"rules" must be an object: { "rule-id": "severity" }');
    return {};
  }
  const entries = (value.children ?? []).flatMap((property) => readRule(property, context));
  return { settings: { severities: Object.fromEntries(entries) } };
}

function readRule(property: Node, { report, knownRules }: KeyContext): readonly [string, Severity | 'off'][] {
  const [name, value] = property.children ?? [];
  if (!name || !value) return [];
  const id = String(name.value);
  const severity = asSeverity(value.value);
  if (!knownRules.includes(id)) {
    report(`rules.${id}`, name, `there is no rule "${id}".${didYouMean(id, knownRules)}`);
    return [];
  }
  if (severity) return [[id, severity]];
  report(`rules.${id}`, value, `the severity of "${id}" must be one of ${severityNames.join(', ')}`);
  return [];
}

function readIncludePaths(value: Node, { report, resolve }: KeyContext): KeyValue {
  if (value.type !== 'array') {
    report('includePaths', value, '"includePaths" must be a list of folders');
    return {};
  }
  const paths = (value.children ?? []).flatMap((item, index) => {
    if (typeof item.value === 'string' && item.value !== '') return [resolve(item.value)];
    report(`includePaths[${index}]`, item, `"includePaths[${index}]" must be a folder's path`);
    return [];
  });
  return { includePaths: paths };
}
