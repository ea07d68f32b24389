import { connect, Events } from 'nats';
import type { JetStreamAccountStats, NatsConnection, StreamInfo } from 'nats';
import { RingmasterError } from '../../domain/errors.ts';
import { connectionOptions } from './nats-access.ts';
import type { NatsAccess } from './nats-access.ts';
import { refusalOf } from './nats-link.ts';
import { streamFailure, unreachable } from './stream-failures.ts';
import { checkStream } from './stream-issues.ts';
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
 * `bus.refused`, `bus.unreachable`, `bus.no-jetstream`, `bus.not-permitted`, `bus.stream-foreign`,
 * `bus.stream-limits` and `bus.limit`.
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
    const denied = await findDenied(connection, prefix);
    const detail = `NATS ${version} at ${connection.getServer()}`;
    return {
      connection: denied === null ? { detail } : { error: notPermitted(denied) },
      jetStream: await checkJetStream({ connection, plan: planStreams(prefix, streams) }),
    };
  } finally {
    await connection.close();
  }
}

/** What the user may not do with the subjects of this installation, such as `publish to ringmaster.doctor`; null if nothing. */
async function findDenied(connection: NatsConnection, prefix: string): Promise<string | null> {
  const denied: string[] = [];
  const follow = async (): Promise<void> => {
    for await (const { type, permissionContext } of connection.status()) {
      if (type !== Events.Error || !permissionContext) continue;
      const { operation, subject } = permissionContext;
      denied.push(`${operation === 'publish' ? 'publish' : 'subscribe'} to ${subject}`);
    }
  };
  void follow();
  connection.subscribe(`${prefix}.>`, { callback: () => undefined });
  // No instance listens to this subject.
  connection.publish(`${prefix}.doctor`);
  // The second answer comes after the errors of what was sent before the first.
  await connection.flush();
  await connection.flush();
  return denied[0] ?? null;
}

function notPermitted(denied: string): RingmasterError {
  return new RingmasterError({
    code: 'bus.not-permitted',
    family: 'refused',
    message: `NATS does not permit this user to ${denied}.`,
    hint: 'docs/nats.md lists the permissions that an instance needs.',
  });
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
    const found = new Map<string, StreamInfo>();
    for await (const stream of jsm.streams.list()) found.set(stream.config.name, stream);
    const plans = [results, deadResults, events].filter((one) => one !== null);
    for (const plan of plans) {
      const stream = found.get(plan.name);
      if (stream) checkStream(plan, stream);
    }
    const missing = plans.filter(({ name }) => !found.has(name)).length;
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
