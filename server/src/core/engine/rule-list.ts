/** Every rule that a user may name: those that look at a file's model, and the engine's own. */
import { mapRules, rules } from '../rules/registry.js';
import type { RuleMeta } from '../rules/rule.js';
import { unusedSuppression } from './unused.js';

/** In the order in which they are listed. */
export const ruleList: readonly RuleMeta[] = [
  ...[...rules, ...mapRules].map((rule) => rule.meta),
  unusedSuppression,
];
