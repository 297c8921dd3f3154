/** Every rule, in the order in which they are listed and asked. */
import { attachTarget } from './attach-target.js';
import { btfCast } from './btf-cast.js';
import { coreField } from './core-field.js';
import { ctxAccessSize } from './ctx-access-size.js';
import { ctxFieldAddress } from './ctx-field-address.js';
import { ctxFieldRead } from './ctx-field-read.js';
import { ctxFieldWrite } from './ctx-field-write.js';
import { ctxLoadMerge } from './ctx-load-merge.js';
import { ctxPointerArithmetic } from './ctx-pointer-arithmetic.js';
import { ctxTypeMismatch } from './ctx-type-mismatch.js';
import { ctxVariableOffset } from './ctx-variable-offset.js';
import { currentTask } from './current-task.js';
import { globalFunction } from './global-function.js';
import { helperArgument } from './helper-argument.js';
import { helperUnavailable } from './helper-unavailable.js';
import { missingLicense } from './missing-license.js';
import { mapDefinition } from './map-definition.js';
import { mapHelper } from './map-helper.js';
import { missingNullCheck } from './missing-null-check.js';
import { needlessCoreRead } from './needless-core-read.js';
import { packetBounds } from './packet-bounds.js';
import { pointerOperator } from './pointer-operator.js';
import { probeReadOnCtx } from './probe-read-on-ctx.js';
import { packetWrite } from './packet-write.js';
import { perfBuffer } from './perf-buffer.js';
import { programParameters } from './program-parameters.js';
import { returnValue } from './return-value.js';
import { readonlyMemory } from './readonly-memory.js';
import type { MapRule, Rule } from './rule.js';
import { sleepableContext } from './sleepable-context.js';
import { stackSize } from './stack-size.js';
import { syscallWrapper } from './syscall-wrapper.js';
import { tooNew } from './too-new.js';
import { undefinedFunction } from './undefined-function.js';
import { unknownSection } from './unknown-section.js';
import { unrolledLoop } from './unrolled-loop.js';
import { unstableAttachPoint } from './unstable-attach-point.js';
import { untypedMapMember } from './untyped-map-member.js';
import { untrustedDeref } from './untrusted-deref.js';

export const rules: readonly Rule[] = [
  ctxFieldRead,
  ctxFieldWrite,
  ctxAccessSize,
  ctxVariableOffset,
  ctxPointerArithmetic,
  ctxFieldAddress,
  ctxLoadMerge,
  probeReadOnCtx,
  ctxTypeMismatch,
  programParameters,
  globalFunction,
  helperUnavailable,
  helperArgument,
  mapHelper,
  readonlyMemory,
  stackSize,
  sleepableContext,
  missingLicense,
  undefinedFunction,
  returnValue,
  tooNew,
  missingNullCheck,
  packetBounds,
  untrustedDeref,
  needlessCoreRead,
  unknownSection,
  packetWrite,
  pointerOperator,
  btfCast,
  attachTarget,
  coreField,
  syscallWrapper,
  currentTask,
  unstableAttachPoint,
  perfBuffer,
  unrolledLoop,
];

/** Those about maps. */
export const mapRules: readonly MapRule[] = [mapDefinition, untypedMapMember];
