import type { ClientSession } from 'mongodb';
import { ownedStates } from '../../../domain/campaign/campaign.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import type { StopEvent } from '../../../domain/emergency-stop.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { SettingStore } from '../../contract/clients/settings.ts';
import type { Collections } from '../documents/collections.ts';
import type { ClientLog } from './client-log.ts';
import type { NextNumber, RaiseRevision } from '../documents/counters.ts';
import type { Requests } from './requests.ts';

type Stops = Pick<SettingStore, 'putStop' | 'removeStop' | 'listStops' | 'listStopEvents'>;

/** Stores emergency stops and their log. */
export function createStops({
  collections: { campaigns, holds, stopEvents },
  clientLog,
  requests,
  nextNumber,
  raiseRevision,
}: {
  collections: Pick<Collections, 'campaigns' | 'holds' | 'stopEvents'>;
  clientLog: ClientLog;
  requests: Requests;
  nextNumber: NextNumber;
  raiseRevision: RaiseRevision;
}): Stops {
  /**
   * Writes to the campaigns that a stop covers. A turn that began before the stop was stored and did not see it has
   * either committed before this resolves, or it conflicts with this write, runs again and sees the stop.
   */
  const meetTurnsUnderWay = async (client: string): Promise<void> => {
    const whose = client === everyClient ? {} : { client };
    await campaigns.updateMany({ ...whose, state: { $in: [...ownedStates] } }, { $inc: { touches: 1 } });
  };

  const tell = async (number: number, stop: StopEvent, session: ClientSession): Promise<void> => {
    const { client, event, reason, by, at } = stop;
    await raiseRevision(session);
    await stopEvents.insertOne({ _id: number, ...stop }, { session });
    await clientLog.append(client, { type: `stop.${event}`, at, by, data: { reason } }, session);
  };

  return {
    async putStop(stop, request) {
      const number = await nextNumber('stop-events');
      const isNew = await requests.once({
        request,
        client: stop.client,
        async work(session) {
          const { client, ...rest } = stop;
          if (await holds.findOne({ _id: client }, { session })) return false;
          await holds.insertOne({ _id: client, ...rest }, { session });
          await tell(number, { ...stop, event: 'ordered' }, session);
          return true;
        },
      });
      await meetTurnsUnderWay(stop.client);
      return isNew;
    },
    async removeStop(lift, request) {
      const number = await nextNumber('stop-events');
      return requests.once({
        request,
        client: lift.client,
        async work(session) {
          const { deletedCount } = await holds.deleteOne({ _id: lift.client }, { session });
          if (deletedCount === 0) return false;
          await tell(number, { ...lift, event: 'lifted' }, session);
          return true;
        },
      });
    },
    async listStops() {
      const found = await holds.find().sort({ _id: 1 }).toArray();
      return found.map(({ _id, ...stop }) => ({ client: _id, ...stop }));
    },
    async listStopEvents({ clients: whose, after, limit }) {
      const [before] = readCursor({ after, form: [0] as const }) ?? [Number.MAX_SAFE_INTEGER];
      const found = await stopEvents
        .find({ ...(whose && { client: { $in: [...whose] } }), _id: { $lt: before } })
        .sort({ _id: -1 })
        .limit(limit + 1)
        .toArray();
      const page = toPage({ found, limit, cursorOf: ({ _id }) => [_id] });
      return { items: page.items.map(({ _id: _i, ...event }) => event), next: page.next };
    },
  };
}
