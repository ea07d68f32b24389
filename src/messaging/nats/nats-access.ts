import { readFile } from 'node:fs/promises';
import { credsAuthenticator } from 'nats';
import type { ConnectionOptions } from 'nats';
import { RingmasterError } from '../../domain/errors.ts';

/** Where the NATS servers are, and how this program proves who it is. At most one of the three ways is used. */
export type NatsAccess = {
  /** `nats://host:port` or `tls://host:port`; with several, any one that answers is used. */
  servers: readonly string[];
  user?: string | undefined;
  password?: string | undefined;
  token?: string | undefined;
  /** A credentials file with JWT and seed, as `nsc generate creds` writes it. */
  credsFile?: string | undefined;
};

async function readCreds(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new RingmasterError({
      code: 'bus.credentials-unreadable',
      family: 'invalid',
      message: `The NATS credentials file ${path} cannot be read.`,
      hint: 'Set NATS_CREDS to the path of a file that `nsc generate creds` wrote.',
      cause: error,
    });
  }
}

/**
 * The options of the client: it reconnects for as long as the program runs, between one and two seconds after each
 * failure, so that the instances of a cluster do not all come back in the same instant.
 */
export async function connectionOptions(
  access: NatsAccess,
  { name }: { name: string },
): Promise<ConnectionOptions> {
  const { servers, user, password, token, credsFile } = access;
  return {
    servers: [...servers],
    name,
    ...(user !== undefined && { user, pass: password ?? '' }),
    ...(token !== undefined && { token }),
    ...(credsFile !== undefined && { authenticator: credsAuthenticator(await readCreds(credsFile)) }),
    ...(servers.some((server) => server.startsWith('tls://')) && { tls: {} }),
    timeout: 2_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 1_000,
    reconnectJitter: 1_000,
    reconnectJitterTLS: 1_000,
    // A server whose accounts are being changed refuses for a while; that must not end the connection for good.
    ignoreAuthErrorAbort: true,
    // A server that stays silent for so long is taken for gone: two pings without an answer.
    pingInterval: 5_000,
    maxPingOut: 2,
  };
}
