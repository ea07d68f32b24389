import type { Logger } from 'pino';
import type { RuntimeInput } from '../actors/index.ts';

/** Frequent events, which are only in the log of the campaign. */
const frequent: ReadonlySet<string> = new Set([
  'campaign.dispatching',
  'campaign.waiting',
  'campaign.draining',
]);
/** Whether an event is a pause that the service itself ordered. */
const isTrouble = (type: string, data: Readonly<Record<string, unknown>>): boolean =>
  type === 'campaign.paused' && typeof data['cause'] === 'string' && data['cause'] !== 'operator';

/**
 * Creates the listener that writes the lifecycle of campaigns to the log of the service: started, paused, resumed,
 * completed, failed, cancelled and so on, with author and reason. The lines have ids and names of campaigns, never
 * data of contacts.
 */
export function createCampaignLog({ log }: { log: Logger }): RuntimeInput['onCommitted'] {
  return ({ campaign, record, events }) => {
    for (const { type, by, data } of events) {
      const isLife = type.startsWith('campaign.') || type === 'import.closed';
      if (!isLife || frequent.has(type)) continue;
      const level = type === 'campaign.failed' ? 'error' : isTrouble(type, data) ? 'warn' : 'info';
      log[level]({ campaign, name: record.name, client: record.client, by, ...data }, type);
    }
  };
}
