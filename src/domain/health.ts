import { isRingmasterError } from './errors.ts';

/**
 * The state of something that the service uses. `code` and `advice` are public: they contain no names of hosts, files or
 * users. `detail` may contain them.
 */
export type Health =
  | { ok: true; detail: string }
  | {
      ok: false;
      /** Why it cannot be used, as a dotted code such as `store.unreachable`. */
      code: string;
      detail: string;
      /** What an operator can do, in one sentence or two. */
      advice: string;
    };

/** Returns the health of something that failed with this error. An error of the product has its own code and hint. */
export function unhealthy(error: unknown, otherwise: { code: string; advice: string }): Health {
  if (isRingmasterError(error)) {
    const { code, message: detail, hint = otherwise.advice } = error;
    return { ok: false, code, detail, advice: hint };
  }
  return { ok: false, ...otherwise, detail: error instanceof Error ? error.message : 'the check failed' };
}
