import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { SharedLimits } from '../../domain/campaign/limit-scope.ts';
import { quarantinePolicyOf } from '../../domain/sender/quarantine-policy.ts';
import { senderOutcomesMs, senderSliceAt, senderSliceMs } from '../../domain/sender/sender-outcomes.ts';
import type { SenderSlice } from '../../domain/sender/sender-outcomes.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { judgeSender } from '../../rules/senders/judge.ts';
import { createClientSenders } from './client-senders.ts';
import type { ClientSenders } from './client-senders.ts';

/** The senders of the clients whose campaigns an instance runs. */
export type Roster = {
  /**
   * Returns the senders of a client as they were at revision `rev` of the settings, or later. Judges the registered ones
   * from time to time, and at once after a block: what their outcomes call for is stored as a quarantine first.
   */
  of: (input: {
    client: string;
    settings: ClientSettings;
    at: number;
    rev: number;
  }) => Promise<ClientSenders>;
  memory: {
    /** Returns the senders of a client as they were read last; null if they were not. */
    knownSenders: (client: string) => ClientSenders | null;
    /** Forgets the senders of a client, so that they are read again. */
    forgetSenders: (client: string) => void;
  };
};

/** The interval of looks at the outcomes of senders, in system time. */
const judgeEveryMs = 60_000;
/** The maximum number of old outcomes that are deleted at once. */
const dropAtOnce = 1_000;

type Entry = { senders: ClientSenders; rev: number; judgedAt: number };

export function createRoster({
  store,
  shared,
  channels,
  monotonic,
}: {
  store: Pick<
    Store,
    'listSenders' | 'readLimits' | 'readSenderOutcomes' | 'setQuarantine' | 'dropSenderOutcomes'
  >;
  shared: SharedLimits;
  channels: Pick<Channels, 'limitsOf' | 'placesOf' | 'sendersOf'>;
  /** Returns the milliseconds of a clock that is never set. */
  monotonic: () => number;
}): Roster {
  const entries = new Map<string, Entry>();

  const read = async (client: string): Promise<ClientSenders> =>
    createClientSenders({ client, all: await store.listSenders(client), shared, channels, store, monotonic });

  /** Stores the quarantines that are due. Returns whether there are any. */
  const judge = async (
    client: string,
    senders: ClientSenders,
    settings: ClientSettings,
    at: number,
  ): Promise<boolean> => {
    const since = senderSliceAt(at - senderOutcomesMs);
    const byAddress = new Map<string, SenderSlice[]>();
    for (const { address, ...slice } of await store.readSenderOutcomes({ client, since })) {
      const slices = byAddress.get(address);
      if (slices) slices.push(slice);
      else byAddress.set(address, [slice]);
    }
    const policy = quarantinePolicyOf(settings);
    let isAny = false;
    for (const sender of senders.all) {
      const { address, changedAt: seen } = sender;
      const quarantine = judgeSender({ sender, slices: byAddress.get(address) ?? [], policy, at });
      if (!quarantine) continue;
      await store.setQuarantine({ client, address, quarantine, seen, by: 'system', at });
      isAny = true;
    }
    await store.dropSenderOutcomes({ before: since - senderSliceMs, limit: dropAtOnce });
    return isAny;
  };

  return {
    memory: {
      knownSenders: (client) => entries.get(client)?.senders ?? null,
      forgetSenders: (client) => void entries.delete(client),
    },
    async of({ client, settings, at, rev }) {
      let entry = entries.get(client);
      if (!entry || entry.rev < rev) {
        entry = { senders: await read(client), rev, judgedAt: entry?.judgedAt ?? -Infinity };
        entries.set(client, entry);
      }
      const { senders, judgedAt } = entry;
      const isDue = monotonic() - judgedAt >= judgeEveryMs || senders.hasBlocked();
      if (senders.all.length === 0 || !isDue) return senders;
      entry.judgedAt = monotonic();
      const isChanged = await judge(client, senders, settings, at);
      if (isChanged || senders.hasBlocked()) entry.senders = await read(client);
      return entry.senders;
    },
  };
}
