import type { SharedLimits } from '../../actors/index.ts';
import type { Config } from '../../config.ts';

/** Returns the limits of this installation from its settings. */
export function sharedLimits(config: Config): SharedLimits {
  return {
    account: { concurrent: config.ACCOUNT_CONCURRENT ?? null, perSecond: config.ACCOUNT_CALLS_PER_SECOND },
    global: { concurrent: config.GLOBAL_CONCURRENT ?? null, perSecond: null },
    caller: { concurrent: config.CALLER_CONCURRENT ?? null, perSecond: null },
  };
}
