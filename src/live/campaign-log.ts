import type { Logger } from 'pino';
import type { RuntimeInput } from '../actors/index.ts';

/** What happens all the time, and is told by the campaign's own log. */
const frequent: ReadonlySet<string> = new Set([
  'campaign.dispatching',
  'campaign.waiting',
  'campaign.draining',
]);
/** Pauses that nobody ordered. */
const isTrouble = (type: string, data: Readonly<Record<string, unknown>>): boolean =>
  type === 'campaign.paused' && typeof data['cause'] === 'string' && data['cause'] !== 'operator';

/**
 * Tells the service's log of the life of campaigns: started, paused, resumed, completed, failed, cancelled and so on,
 * with who ordered it and why. It holds ids and names of campaigns, never contacts.
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
