import { openLink } from '../network/link.ts';
import type { Link } from '../network/link.ts';
import { createMongoNames } from '../network/mongo-names.ts';
import { createWrittenAttempts } from '../network/written-attempts.ts';
import type { Written } from '../network/written-attempts.ts';
import { instanceNumbers, memberNumbers } from '../plan/fault.ts';
import type { LinkName } from '../plan/fault.ts';

/** All links between the processes of an installation. */
export type Network = {
  /** Tells where a member listens. Returns the port at which the others reach it. */
  placeMember: (member: { number: number; port: number }) => number;
  /** Opens the links of the instances. */
  open: (servers: { natsUrl: string; carrierUrl: string }) => Promise<void>;
  /** The addresses of the servers as this instance sees them. */
  settingsOf: (instance: number, database: string) => Record<string, string>;
  /** Tells where an instance listens; null if it does not. */
  leadTo: (instance: number, port: number | null) => void;
  /** The links that a name means. */
  links: (name: LinkName) => readonly Link[];
  clientUrl: (instance: number) => string;
  callbackUrl: (instance: number) => string;
  /** The attempts that instances wrote to the carrier. */
  written: Written;
  healAll: () => void;
  close: () => Promise<void>;
};

const portOf = (url: string): number => Number(new URL(url).port);
const hostOf = (port: number): string => `127.0.0.1:${port}`;

export async function createNetwork({ now }: { now: () => number }): Promise<Network> {
  const links = new Map<string, Link>();
  const attempts = createWrittenAttempts({ now });
  const add = async (name: LinkName, opened: Promise<Link>): Promise<void> =>
    void links.set(name, await opened);
  const link = (name: LinkName): Link => {
    const found = links.get(name);
    if (!found) throw new Error(`there is no link ${name}`);
    return found;
  };
  const placed = new Map<number, number>();
  for (const member of memberNumbers) await add(`members - member ${member}`, openLink({}));
  for (const instance of instanceNumbers) {
    await add(`clients - instance ${instance}`, openLink({}));
    await add(`carrier - instance ${instance}`, openLink({}));
  }

  /** The names of the members in answers to this instance. */
  const renamed = (instance: number): ReadonlyMap<string, string> =>
    new Map(
      memberNumbers.map((member) => [
        hostOf(link(`members - member ${member}`).port),
        hostOf(link(`instance ${instance} - member ${member}`).port),
      ]),
    );
  const openFor = async (
    instance: number,
    { natsUrl, carrierUrl }: { natsUrl: string; carrierUrl: string },
  ): Promise<void> => {
    for (const member of memberNumbers) {
      const back = () => createMongoNames(renamed(instance));
      const target = placed.get(member) ?? null;
      await add(`instance ${instance} - member ${member}`, openLink({ target, back }));
    }
    await add(`instance ${instance} - nats`, openLink({ target: portOf(natsUrl) }));
    const there = attempts.of(instance);
    await add(`instance ${instance} - carrier`, openLink({ target: portOf(carrierUrl), there }));
  };

  return {
    placeMember({ number, port }) {
      placed.set(number, port);
      const incoming = link(`members - member ${number}`);
      incoming.leadTo(port);
      return incoming.port;
    },
    async open(servers) {
      for (const instance of instanceNumbers) await openFor(instance, servers);
    },
    settingsOf(instance, database) {
      const hosts = memberNumbers.map((member) =>
        hostOf(link(`instance ${instance} - member ${member}`).port),
      );
      return {
        MONGODB_URI: `mongodb://${hosts.join(',')}/${database}?replicaSet=test`,
        NATS_URL: `nats://${hostOf(link(`instance ${instance} - nats`).port)}`,
        CARRIER_URL: `http://${hostOf(link(`instance ${instance} - carrier`).port)}`,
      };
    },
    leadTo(instance, port) {
      link(`clients - instance ${instance}`).leadTo(port);
      link(`carrier - instance ${instance}`).leadTo(port);
    },
    links: (name) =>
      name.endsWith('database')
        ? memberNumbers.map((member) => link(name.replace('database', `member ${member}`) as LinkName))
        : [link(name)],
    clientUrl: (instance) => `http://${hostOf(link(`clients - instance ${instance}`).port)}`,
    callbackUrl: (instance) => `http://${hostOf(link(`carrier - instance ${instance}`).port)}`,
    written: attempts.written,
    healAll: () => links.forEach(({ heal }) => heal()),
    close: async () => void (await Promise.all([...links.values()].map(({ close }) => close()))),
  };
}
