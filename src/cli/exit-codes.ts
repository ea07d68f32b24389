import { isRingmasterError } from '../domain/errors.ts';
import type { ErrorFamily } from '../domain/errors.ts';
import { RemoteError } from './api/remote-error.ts';

/** The exit codes of the process. Contacts that were not reached are not an error. */
export const exitCodes = {
  done: 0,
  fault: 1,
  usage: 2,
  campaignFailed: 3,
  refused: 4,
  unreachable: 5,
  attention: 6,
  storeGone: 7,
  logBroken: 8,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byFamily: Readonly<Record<ErrorFamily, ExitCode>> = {
  invalid: exitCodes.usage,
  'not-found': exitCodes.refused,
  conflict: exitCodes.refused,
  refused: exitCodes.refused,
  overloaded: exitCodes.fault,
  fault: exitCodes.fault,
};

const byStatus: Readonly<Record<number, ExitCode>> = {
  400: exitCodes.usage,
  413: exitCodes.usage,
  415: exitCodes.usage,
  422: exitCodes.usage,
  429: exitCodes.fault,
};

const byCode: Readonly<Record<string, ExitCode>> = {
  'cli.interrupted': exitCodes.interrupted,
  'cli.unreachable': exitCodes.unreachable,
  'bus.unreachable': exitCodes.unreachable,
  'store.gone': exitCodes.storeGone,
  'cli.campaign-failed': exitCodes.campaignFailed,
};

/** Returns the exit code of an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof RemoteError) {
    return byStatus[error.status] ?? (error.status < 500 ? exitCodes.refused : exitCodes.fault);
  }
  if (!isRingmasterError(error)) return exitCodes.fault;
  return byCode[error.code] ?? byFamily[error.family];
}
