import { failureLine } from '../text/failure-text.ts';

/** The result of one check of `doctor`. */
export type Finding = { what: string; ok: boolean; detail: string };

/** Returns the result of a check that failed with an error. */
export function failed(what: string, error: unknown): Finding {
  return { what, ok: false, detail: failureLine(error) };
}
