import { maxPerSecond } from '../../journal/audit.ts';
import type { AcceptedEntry, MailEntry } from './entries.ts';

/** Several accepted messages of one attempt to one recipient: a contact got a message twice. */
export type Double = { attempt: string; to: string; ids: string[] };

/** The figures of what was really sent, from the mail server's own journal. */
export type MailAudit = {
  messages: number;
  /** The number of accepted recipients, over all messages. */
  recipients: number;
  bytes: number;
  /** The number of accepted recipients per attempt; messages without an attempt are under "". */
  perAttempt: Record<string, number>;
  /** In the order of their first message. Messages without an attempt count by their Message-ID. */
  doubles: Double[];
  /** Refusals by reply code. */
  refusals: Record<string, number>;
  /** Messages that were accepted although the client got no answer, or a refusal. */
  unanswered: number;
  /** The maximum number of messages in any rolling second. */
  maxPerSecond: number;
};

/** Returns the figures of a journal. */
export function auditMailJournal({ entries }: { entries: readonly MailEntry[] }): MailAudit {
  const accepted = entries.filter((entry) => entry.type === 'accepted');
  const perAttempt = new Map<string, number>();
  for (const { attempt, recipients } of accepted) {
    perAttempt.set(attempt ?? '', (perAttempt.get(attempt ?? '') ?? 0) + recipients.length);
  }
  const refusals = new Map<string, number>();
  for (const entry of entries) {
    if (entry.type === 'refused')
      refusals.set(String(entry.code), (refusals.get(String(entry.code)) ?? 0) + 1);
  }
  return {
    messages: accepted.length,
    recipients: accepted.reduce((sum, { recipients }) => sum + recipients.length, 0),
    bytes: accepted.reduce((sum, { bytes }) => sum + bytes, 0),
    perAttempt: Object.fromEntries(perAttempt),
    doubles: findDoubles(accepted),
    refusals: Object.fromEntries(refusals),
    unanswered: entries.filter((entry) => entry.type === 'reply' && entry.reply !== 'accepted').length,
    maxPerSecond: maxPerSecond(accepted.map(({ at }) => at)),
  };
}

function findDoubles(accepted: readonly AcceptedEntry[]): Double[] {
  const found = new Map<string, Double>();
  for (const { id, attempt, messageId, recipients } of accepted) {
    const name = attempt ?? messageId;
    if (name === null) continue;
    for (const { to } of recipients) {
      const double = found.get(`${name} ${to}`) ?? { attempt: name, to, ids: [] };
      double.ids.push(id);
      found.set(`${name} ${to}`, double);
    }
  }
  return [...found.values()].filter(({ ids }) => ids.length > 1);
}
