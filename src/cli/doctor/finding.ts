import { failureLine } from '../text/failure-text.ts';

/** One thing that `doctor` looked at. */
export type Finding = { what: string; ok: boolean; detail: string };

export function failed(what: string, error: unknown): Finding {
  return { what, ok: false, detail: failureLine(error) };
}
