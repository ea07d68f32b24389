/**
 * What kind of trouble an error is; the edges translate it (HTTP status, exit code).
 * `invalid`: the caller's input is wrong. `not-found`. `conflict`: right input, wrong moment. `refused`: not allowed.
 * `overloaded`: try again later. `fault`: ours; its details stay inside.
 */
export type ErrorFamily = 'invalid' | 'not-found' | 'conflict' | 'refused' | 'overloaded' | 'fault';

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The one error the product throws on purpose: a dotted code, what happened, and what to do about it. */
export class RingmasterError extends Error {
  readonly code: string;
  readonly family: ErrorFamily;
  readonly hint: string | undefined;
  readonly details: ErrorDetails;

  constructor({ code, family, message, hint, details, cause }: RingmasterErrorInput) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RingmasterError';
    this.code = code;
    this.family = family;
    this.hint = hint;
    this.details = details ?? {};
  }
}

export type RingmasterErrorInput = {
  code: string;
  family: ErrorFamily;
  message: string;
  /** What the reader can do now. */
  hint?: string;
  details?: ErrorDetails;
  cause?: unknown;
};

/** Whether `error` is one of ours, and of the given code if one is named. */
export function isRingmasterError(error: unknown, code?: string): error is RingmasterError {
  return error instanceof RingmasterError && (code === undefined || error.code === code);
}
