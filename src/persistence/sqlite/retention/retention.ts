import { createExpire } from './expire.ts';
import { createRetained } from './retained.ts';
import { createSingleCalls } from './single-calls.ts';

/** Creates the verbs that remove data whose retention period is over. */
export function createRetention(
  input: Parameters<typeof createExpire>[0] & Parameters<typeof createRetained>[0],
) {
  return { ...createExpire(input), ...createRetained(input), ...createSingleCalls(input) };
}
