import { MongoClient } from 'mongodb';
import { RingmasterError } from '../../../domain/errors.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import { createStoreClock } from '../../../platform/store-time/store-clock.ts';
import { createClock } from '../connection/clock.ts';

const samples = 3;
const withinMs = 5_000;
/** When another member becomes primary, time jumps or stands still by this. */
const maxBetweenMembersMs = 1_000;
/** Campaigns do not depend on the clock of an instance. Logs, ids and certificates do. */
const maxOwnMs = 5_000;

type Member = { host: string; offMs: number };

/**
 * Compares the clocks of all members, and of this machine, with the clock of the primary. Resolves with a line to show.
 * Rejects with `store.member-unreachable`, `store.clocks-differ` or `clock.offset`.
 */
export async function checkClocks({
  uri,
  hosts,
  primary,
  system,
}: {
  uri: string;
  /** The members with data, and the one that is primary, as `host:port`. */
  hosts: readonly string[];
  primary: string;
  system: SystemClock;
}): Promise<string> {
  const members = await Promise.all(hosts.map((host) => readMember({ uri, host, system })));
  const own = members.find(({ host }) => host === primary)?.offMs ?? 0;
  const [far] = members.filter(({ offMs }) => Math.abs(offMs - own) > maxBetweenMembersMs);
  if (far) throw clocksDiffer({ ...far, offMs: far.offMs - own });
  if (Math.abs(own) > maxOwnMs) throw offset(own);
  return `${members.length === 1 ? 'the server differs' : `${members.length} members differ`} from this machine by ${Math.round(Math.abs(own))} ms`;
}

/** Reads by how much the clock of one member is ahead of the clock of this machine. */
async function readMember({
  uri,
  host,
  system,
}: {
  uri: string;
  host: string;
  system: SystemClock;
}): Promise<Member> {
  const client = new MongoClient(uriOf({ uri, host }), {
    directConnection: true,
    serverSelectionTimeoutMS: withinMs,
    connectTimeoutMS: withinMs,
  });
  try {
    const clock = createStoreClock({ system });
    const { readClock } = createClock(client.db(), { anyMember: true });
    for (let count = 0; count < samples; count += 1) await clock.sample(readClock);
    return { host, offMs: clock.now() - system.now() };
  } catch (error) {
    throw unreachable(host, error);
  } finally {
    await client.close();
  }
}

/** Returns the same connection string with one host. `mongodb+srv` stands for a list of hosts, and for TLS. */
export function uriOf({ uri, host }: { uri: string; host: string }): string {
  const one = uri
    .replace(/^(mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?)[^/?]+/, `$1${host}`)
    .replace(/([?&])replicaSet=[^&]*&?/, '$1');
  if (!one.startsWith('mongodb+srv:')) return one;
  const [, rest = ''] = one.split('://');
  return `mongodb://${rest}${rest.includes('?') ? '&' : '?'}tls=true`;
}

function unreachable(host: string, cause: unknown): RingmasterError {
  return new RingmasterError({
    code: 'store.member-unreachable',
    family: 'overloaded',
    message: `The member ${host} of the replica set does not answer: ${(cause as Error).message}.`,
    hint: 'Start it, or remove it from the replica set. While members are missing, one more failure may stop all writes.',
    cause,
  });
}

function clocksDiffer({ host, offMs }: Member): RingmasterError {
  return new RingmasterError({
    code: 'store.clocks-differ',
    family: 'refused',
    message: `The clock of the member ${host} is ${seconds(offMs)} the primary's. When it becomes primary, the time of all campaigns ${offMs > 0 ? 'jumps' : 'stands still'} by that.`,
    hint: 'Synchronise the clocks of the members, for example with chrony.',
    details: { host, offMs: Math.round(offMs) },
  });
}

function offset(offMs: number): RingmasterError {
  return new RingmasterError({
    code: 'clock.offset',
    family: 'refused',
    message: `The clock of the database is ${seconds(offMs)} the clock of this machine. Campaigns follow the database.`,
    hint: 'Synchronise the clock of this machine, for example with chrony: its logs have other times.',
    details: { offMs: Math.round(offMs) },
  });
}

function seconds(offMs: number): string {
  return `${Math.round(Math.abs(offMs) / 100) / 10} s ${offMs > 0 ? 'ahead of' : 'behind'}`;
}
