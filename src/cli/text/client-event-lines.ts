import type { ClientEventView, ClientLogVerificationView } from '../api/views.ts';
import { plainText } from '../terminal/output.ts';
import { dateTime } from './times.ts';

/** Returns ` 3 Mon 1 Mar 2027 15:00 suppression.removed +12125550147 (asked) key:ops`. */
export function clientEventLine(event: ClientEventView): string {
  const { seq, at, type, by } = event;
  const parts = [type, detailOf(event), by].filter(Boolean);
  return `${String(seq).padStart(6)}  ${dateTime(Date.parse(at))}  ${parts.join('  ')}`;
}

function detailOf(event: ClientEventView): string {
  switch (event.type) {
    case 'draft.removed':
      return event.data.name;
    case 'suppression.removed':
      return plainText(`${event.data.address} (${event.data.reason})`);
    case 'consent.withdrawn':
      return plainText(`${event.data.address} (${event.data.channel})`);
    case 'person.erased':
      return `contacts ${event.data.contacts}, suppressions kept ${event.data.suppressed}`;
    case 'contacts.expired':
      return plainText(`${event.data.contacts} of ${event.data.name}`);
    case 'settings.changed':
      return changedKeys(event.data).join(', ');
    case 'sender.added':
    case 'sender.removed':
    case 'sender.released':
      return event.data.address;
    case 'sender.changed':
      return `${event.data.address}  ${changedKeys(event.data).join(', ')}`;
    case 'sender.quarantined':
      return plainText(`${event.data.address} (${event.data.reason ?? event.data.cause})`);
    case 'rates.imported':
    case 'rates.removed':
      return `${event.data.rates} from ${dateTime(event.data.validFrom)}`;
    case 'stop.ordered':
    case 'stop.lifted':
      return plainText(event.data.reason ?? '');
    case 'webhook.changed':
      return plainText(`${event.data.what} ${event.data.webhook} (${event.data.host})`);
  }
}

function changedKeys({
  before,
  after,
}: {
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>>;
}): string[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after[key])).sort();
}

/** Returns `northwind: 12 events, unchanged; hash 9f2c41…`. */
export function clientVerificationLine({ client, events, broken, head }: ClientLogVerificationView): string {
  if (broken) return `${client}: BROKEN at event ${broken.seq}: ${broken.detail}`;
  if (head === null) return `${client}: the log is empty`;
  return `${client}: ${events} ${events === 1 ? 'event' : 'events'}, unchanged; hash ${head}`;
}
