import { setTimeout as wait } from 'node:timers/promises';
import { connect, ErrorCode, Events } from 'nats';
import type { ConnectionOptions, NatsConnection, NatsError } from 'nats';
import type { Logger } from 'pino';
import { RingmasterError } from '../../domain/errors.ts';
import type { Random } from '../../platform/random.ts';
import { connectionOptions } from './nats-access.ts';
import type { NatsAccess } from './nats-access.ts';

/** One connection to NATS that comes back by itself. */
export type NatsLink = {
  /** The connection while the server is there, else null. */
  current: () => NatsConnection | null;
  /** Calls `attach` with the connection: now, or once the first connection is made. Subscriptions outlive its breaks. */
  whenConnected: (attach: (connection: NatsConnection) => void) => void;
  /** The server's version, null before the first connection. */
  serverVersion: () => string | null;
  close: () => Promise<void>;
};

const refusals: ReadonlySet<string> = new Set([
  ErrorCode.AuthorizationViolation,
  ErrorCode.BadAuthentication,
  ErrorCode.BadCreds,
  ErrorCode.AuthenticationExpired,
  ErrorCode.AccountExpired,
]);

const codeOf = (error: unknown): string => (error as Partial<NatsError>).code ?? '';

/** Returns the error of a server that refuses the credentials; null for another error. */
export function refusalOf(servers: readonly string[], error: unknown): RingmasterError | null {
  return refusals.has(codeOf(error)) ? refused(servers, error) : null;
}

function refused(servers: readonly string[], cause: unknown): RingmasterError {
  return new RingmasterError({
    code: 'bus.refused',
    family: 'refused',
    message: `NATS at ${servers.join(', ')} refuses this program: ${codeOf(cause)}.`,
    hint: 'Check NATS_USER and NATS_PASSWORD, NATS_TOKEN or NATS_CREDS.',
    cause,
  });
}

/** Between one and two seconds, like the client between its own tries. */
const retryMs = (random: Random): number => 1_000 + Math.floor(random() * 1_000);

type LinkInput = { access: NatsAccess; name: string; log: Logger; random: Random };

/**
 * Connects. Rejects as `bus.refused` where the server refuses the credentials; a server that cannot be reached is tried
 * again in the background, because an instance works without its bus, only slower.
 */
export async function openNatsLink({ access, name, log, random }: LinkInput): Promise<NatsLink> {
  const options = await connectionOptions(access, { name });
  const closing = new AbortController();
  const waiting: ((connection: NatsConnection) => void)[] = [];
  let connection: NatsConnection | null = null;
  let isUp = false;

  const take = (made: NatsConnection): void => {
    connection = made;
    isUp = true;
    void followStatus(made, { log, setUp: (up) => (isUp = up) });
    for (const attach of waiting.splice(0)) attach(made);
    log.info({ server: made.getServer(), version: made.info?.version }, 'bus connected');
  };
  const first = await tryOnce(options);
  if ('connection' in first) take(first.connection);
  else if (refusals.has(codeOf(first.error))) throw refused(access.servers, first.error);
  const retrying =
    connection === null ? connectLater({ options, log, random, signal: closing.signal, take }) : null;

  return {
    current: () => (isUp ? connection : null),
    whenConnected(attach) {
      if (connection === null) waiting.push(attach);
      else attach(connection);
    },
    serverVersion: () => connection?.info?.version ?? null,
    async close() {
      closing.abort();
      isUp = false;
      await retrying;
      await connection?.close();
    },
  };
}

async function tryOnce(
  options: ConnectionOptions,
): Promise<{ connection: NatsConnection } | { error: unknown }> {
  try {
    return { connection: await connect(options) };
  } catch (error) {
    return { error };
  }
}

async function connectLater({
  options,
  log,
  random,
  signal,
  take,
}: {
  options: ConnectionOptions;
  log: Logger;
  random: Random;
  signal: AbortSignal;
  take: (connection: NatsConnection) => void;
}): Promise<void> {
  log.warn({ servers: options.servers }, 'bus not reachable; commands and results go through the store');
  while (!signal.aborted) {
    await wait(retryMs(random), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const tried = await tryOnce(options);
    if (!('connection' in tried)) continue;
    if (signal.aborted) return tried.connection.close();
    return take(tried.connection);
  }
}

/** Ends with the connection. */
async function followStatus(
  connection: NatsConnection,
  { log, setUp }: { log: Logger; setUp: (up: boolean) => void },
): Promise<void> {
  for await (const { type, data } of connection.status()) {
    if (type === Events.Disconnect) {
      setUp(false);
      log.warn({ server: data }, 'bus connection lost');
    } else if (type === Events.Reconnect) {
      setUp(true);
      log.info({ server: data }, 'bus connection restored');
    } else if (type === Events.Error) {
      log.warn({ code: data }, 'bus error');
    }
  }
  setUp(false);
}
