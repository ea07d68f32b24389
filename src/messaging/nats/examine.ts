import { connect } from 'nats';
import type { JetStreamAccountStats, NatsConnection } from 'nats';
import { RingmasterError } from '../../domain/errors.ts';
import { connectionOptions } from './nats-access.ts';
import type { NatsAccess } from './nats-access.ts';
import { refusalOf } from './nats-link.ts';
import { streamFailure, unreachable } from './stream-failures.ts';
import { planStreams } from './stream-plan.ts';
import type { StreamNames, StreamSettings } from './stream-plan.ts';
import { requestMs } from './streams.ts';

/** A line for people, or the error that says what is wrong and what to do. */
export type NatsCheck = { detail: string } | { error: unknown };
export type NatsChecks = { connection: NatsCheck; jetStream: NatsCheck | null };

/** Less storage than this is soon used up by the results of outside programs. */
const minStorageBytes = 64 * 1024 * 1024;

/**
 * Checks the connection to NATS and JetStream, and changes nothing. Without a connection `jetStream` is null. The errors are
 * `bus.refused`, `bus.unreachable`, `bus.no-jetstream`, `bus.not-permitted` and `bus.limit`.
 */
export async function checkNats({
  access,
  prefix,
  streams,
}: {
  access: NatsAccess;
  prefix: string;
  streams: StreamSettings;
}): Promise<NatsChecks> {
  let connection: NatsConnection;
  try {
    connection = await open(access);
  } catch (error) {
    return { connection: { error }, jetStream: null };
  }
  try {
    const { version = 'of an unknown version' } = connection.info ?? {};
    const detail = `NATS ${version} at ${connection.getServer()}`;
    return {
      connection: { detail },
      jetStream: await checkJetStream({ connection, plan: planStreams(prefix, streams) }),
    };
  } finally {
    await connection.close();
  }
}

async function open(access: NatsAccess): Promise<NatsConnection> {
  const options = await connectionOptions(access, { name: 'ringmaster doctor' });
  try {
    return await connect({ ...options, reconnect: false, maxReconnectAttempts: 0 });
  } catch (error) {
    throw refusalOf(access.servers, error) ?? unreachable(access.servers);
  }
}

async function checkJetStream({
  connection,
  plan: { results, deadResults, events },
}: {
  connection: NatsConnection;
  plan: StreamNames;
}): Promise<NatsCheck> {
  try {
    const jsm = await connection.jetstreamManager({ timeout: requestMs, checkAPI: false });
    const account = await jsm.getAccountInfo();
    const names = new Set<string>();
    for await (const name of jsm.streams.names()) names.add(name);
    const missing = [results, deadResults, events].filter(
      (one) => one !== null && !names.has(one.name),
    ).length;
    return { detail: checkLimits(account, missing) };
  } catch (error) {
    return {
      error: streamFailure(error, 'no results of outside programs are taken and no events are published'),
    };
  }
}

/** A limit of -1 is none. */
function checkLimits({ limits, storage, streams }: JetStreamAccountStats, missing: number): string {
  const { max_storage: maxStorage, max_streams: maxStreams } = limits;
  if (maxStreams >= 0 && streams + missing > maxStreams)
    throw limitReached(
      `${streams} of ${maxStreams} streams, and ${missing} are still to be created`,
      'Raise max_streams of the account, or delete streams that are not needed.',
    );
  const left = maxStorage - storage;
  if (maxStorage >= 0 && left < minStorageBytes)
    throw limitReached(
      `${megabytes(storage)} of ${megabytes(maxStorage)}`,
      'Raise max_file_store of the server or max_storage of the account.',
    );
  const room = maxStorage < 0 ? 'no limit of storage' : `${megabytes(left)} of storage left`;
  return `enabled, ${streams} ${streams === 1 ? 'stream' : 'streams'}${maxStreams < 0 ? '' : ` of ${maxStreams}`}, ${room}`;
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;

function limitReached(used: string, hint: string): RingmasterError {
  return new RingmasterError({
    code: 'bus.limit',
    family: 'overloaded',
    message: `JetStream has reached a limit of this account: it uses ${used}. Results of outside programs may be refused.`,
    hint,
  });
}
