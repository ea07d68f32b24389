import type { NatsError } from 'nats';
import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';

/** https://github.com/nats-io/nats-server/blob/main/server/errors.json */
export const streamErrors = {
  streamNotFound: 10_059,
  consumerNotFound: 10_014,
  wrongLastSequence: 10_071,
} as const;
const notEnabled = new Set([10_076, 10_039]);

export function apiCodeOf(error: unknown): number | null {
  return (error as Partial<NatsError>).api_error?.err_code ?? null;
}

/** Whether nothing stores the subject: no stream has it, or there is no JetStream. */
export function isWithoutStream(error: unknown): boolean {
  return (error as Partial<NatsError>).code === '503' && apiCodeOf(error) === null;
}

/** The words of the server, if it answered. */
function wordsOf(error: unknown): string {
  const { api_error: answer, message = '' } = error as Partial<NatsError>;
  return answer?.description ?? message;
}

/** Returns the error of a bus without a connection. */
export function unreachable(servers: readonly string[]): RingmasterError {
  return new RingmasterError({
    code: 'bus.unreachable',
    family: 'overloaded',
    message: `NATS at ${servers.join(', ')} cannot be reached.`,
    hint: 'Try again later.',
  });
}

/** Translates what a request to JetStream failed with. */
export function streamFailure(error: unknown, what: string): RingmasterError {
  if (isRingmasterError(error)) return error;
  const { code, message = '' } = error as Partial<NatsError>;
  const api = apiCodeOf(error);
  // A full stream is a 503 as well, with a code of its own.
  if (isWithoutStream(error) || code === 'JETSTREAM_NOT_ENABLED' || (api !== null && notEnabled.has(api))) {
    return new RingmasterError({
      code: 'bus.no-jetstream',
      family: 'overloaded',
      message: `NATS has no JetStream for this account, so ${what}.`,
      hint: 'Start nats-server with -js, or enable JetStream for the account.',
      cause: error,
    });
  }
  if (code === 'PERMISSIONS_VIOLATION') {
    return new RingmasterError({
      code: 'bus.not-permitted',
      family: 'refused',
      message: `NATS does not permit this program to use JetStream, so ${what}: ${message}.`,
      hint: 'Permit its user to publish to $JS.API.> and $JS.ACK.> and to subscribe to _INBOX.>.',
      cause: error,
    });
  }
  if (code === 'TIMEOUT') {
    return new RingmasterError({
      code: 'bus.unreachable',
      family: 'overloaded',
      message: `JetStream did not answer in time, so ${what}.`,
      hint: 'Check that the servers of the stream run, and that the NATS user may publish to $JS.API.> and subscribe to _INBOX.>.',
      cause: error,
    });
  }
  return new RingmasterError({
    code: 'bus.not-stored',
    family: 'overloaded',
    message: `JetStream refuses it, so ${what}: ${wordsOf(error)}.`,
    hint: 'Check the limits of the account and of the stream: nats stream report.',
    cause: error,
  });
}
