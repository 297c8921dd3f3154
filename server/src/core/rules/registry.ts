/** Every rule, in the order in which they are listed and asked. */
import { ctxFieldRead } from './ctx-field-read.js';
import { ctxFieldWrite } from './ctx-field-write.js';
import { probeReadOnCtx } from './probe-read-on-ctx.js';
import type { Rule } from './rule.js';
import { unknownSection } from './unknown-section.js';

export const rules: readonly Rule[] = [ctxFieldRead, ctxFieldWrite, probeReadOnCtx, unknownSection];
