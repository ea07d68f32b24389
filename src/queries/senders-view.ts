import type { Channels } from '../domain/campaign/channel-facts.ts';
import { parseClientSettings } from '../domain/campaign/client-settings.ts';
import { isQuarantined, senderStatus } from '../domain/sender/sender.ts';
import type { QuarantineCause, Sender, SenderLimits, SenderStatus } from '../domain/sender/sender.ts';
import { senderOutcomesMs, senderSliceAt, sumSlices } from '../domain/sender/sender-outcomes.ts';
import type { LimitReading } from '../persistence/contract/attempts/limits.ts';
import type { NotedSenderOutcomes } from '../persistence/contract/senders/senders.ts';
import type { Store } from '../persistence/contract/store.ts';
import { createQuotaPeriods } from '../rules/limits/quota.ts';
import { senderScopes } from '../rules/limits/sender-scope.ts';
import { instantOrNull, instantText } from './instants.ts';

/** What the attempts of a sender came to, in the last seven days. Rates are null without an attempt. */
export type SenderHealth = {
  attempts: number;
  reached: number;
  answerRate: number | null;
  short: number;
  blocked: number;
  lastUsedAt: string | null;
};

/** A sender with its status, use and health; instants are RFC 3339 in UTC. */
export type SenderView = {
  number: string;
  label: string | null;
  tags: readonly string[];
  status: SenderStatus;
  /** The quarantine in force. */
  quarantine: {
    cause: QuarantineCause;
    reason: string | null;
    by: string;
    at: string;
    until: string | null;
  } | null;
  limits: SenderLimits;
  /** The calls under way, and those of this day on the client's clock. */
  use: { open: number; today: number };
  health: SenderHealth;
  addedAt: string;
  changedAt: string;
};

/**
 * Returns the senders of a client. Their figures come from counters: the time does not depend on the number of attempts.
 */
export async function sendersView({
  store,
  channels,
  client,
  now,
}: {
  store: Pick<Store, 'listSenders' | 'readSenderOutcomes' | 'readLimits' | 'readClient'>;
  channels: Channels;
  client: string;
  now: number;
}): Promise<SenderView[]> {
  const since = senderSliceAt(now - senderOutcomesMs);
  const [senders, outcomes, record] = await Promise.all([
    store.listSenders(client),
    store.readSenderOutcomes({ client, since }),
    store.readClient(client),
  ]);
  const { timezone } = parseClientSettings(record?.settings ?? {});
  const { day } = createQuotaPeriods({ timeZone: timezone })(now);
  const scopesOf = ({ address }: Sender): string[] => senderScopes({ channels, client, address });
  const readings = await store.readLimits(senders.flatMap(scopesOf));
  const byScope = new Map(readings.map((reading) => [reading.scope, reading]));
  const bySender = Map.groupBy(outcomes, ({ address }) => address);
  return senders.map((sender): SenderView => {
    const { address: number, label, tags, limits, quarantine, addedAt, changedAt } = sender;
    return {
      number,
      label,
      tags,
      status: senderStatus(sender, now),
      quarantine:
        quarantine && isQuarantined(quarantine, now)
          ? { ...quarantine, at: instantText(quarantine.at), until: instantOrNull(quarantine.until) }
          : null,
      limits,
      use: useOf(
        scopesOf(sender).flatMap((scope) => byScope.get(scope) ?? []),
        day,
      ),
      health: healthOf(bySender.get(number) ?? [], since),
      addedAt: instantText(addedAt),
      changedAt: instantText(changedAt),
    };
  });
}

function useOf(readings: readonly LimitReading[], day: string): SenderView['use'] {
  const use = { open: 0, today: 0 };
  for (const reading of readings) {
    use.open += reading.held;
    if (reading.day >= day) use.today += reading.dayUsed;
  }
  return use;
}

function healthOf(slices: readonly NotedSenderOutcomes[], since: number): SenderHealth {
  const { attempts, reached, short, blocked, lastAt } = sumSlices(slices, since);
  const answerRate = attempts > 0 ? Number((reached / attempts).toFixed(4)) : null;
  return { attempts, reached, answerRate, short, blocked, lastUsedAt: instantOrNull(lastAt) };
}
