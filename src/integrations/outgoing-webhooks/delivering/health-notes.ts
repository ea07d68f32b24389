import type { StoredWebhook } from '../../../persistence/contract/queues/webhooks.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { WebhookHealth } from '../../../domain/webhook/webhook.ts';
import type { WebhookList } from '../webhook-list.ts';

/** Stores how endpoints answer, seldom while nothing changes. */
export type HealthNotes = {
  received: (webhook: StoredWebhook) => void;
  failed: (
    webhook: StoredWebhook,
    input: { error: string; failures: number; pausedUntil: number | null },
  ) => void;
  /** The endpoint says that it is gone: nothing more is sent to it. */
  gone: (webhook: StoredWebhook) => Promise<void>;
};

const seldomMs = 5_000;
const system = 'system';

export function createHealthNotes({
  store,
  webhooks,
  clocks,
  onError,
}: {
  store: Pick<Store, 'noteWebhookHealth' | 'putWebhook'>;
  webhooks: WebhookList;
  clocks: { store: Clock; business: Clock };
  onError: (error: unknown) => void;
}): HealthNotes {
  /** What was noted last here, and when. */
  const noted = new Map<string, { at: number; failingSince: number | null; failures: number }>();
  const note = (id: string, health: Partial<WebhookHealth>): void => {
    store.noteWebhookHealth({ id, health }).catch(onError);
  };
  const now = (): number => Math.floor(clocks.store.now());
  return {
    received({ id, failingSince }) {
      const at = now();
      const before = noted.get(id);
      const wasFailing = before ? before.failures > 0 : failingSince !== null;
      if (!wasFailing && before && at - before.at < seldomMs) return;
      noted.set(id, { at, failingSince: null, failures: 0 });
      note(id, { failingSince: null, failures: 0, pausedUntil: null, lastDeliveredAt: at });
    },
    failed({ id, failingSince: stored }, { error, failures, pausedUntil }) {
      const at = now();
      const before = noted.get(id);
      const failingSince = (before ? before.failingSince : stored) ?? at;
      const isFirst = !before || before.failures === 0;
      if (!isFirst && pausedUntil === null && at - before.at < seldomMs) return;
      noted.set(id, { at, failingSince, failures });
      note(id, { failingSince, failures, pausedUntil, lastFailedAt: at, lastError: error });
    },
    async gone({ id }) {
      const webhook = webhooks.get(id);
      if (!webhook?.enabled) return;
      const { failingSince: _s, failures: _f, pausedUntil: _p, ...rest } = webhook;
      const { lastDeliveredAt: _d, lastFailedAt: _l, lastError: _e, ...settings } = rest;
      const disabledWhy = 'The endpoint answered 410 Gone.';
      await store.putWebhook({
        webhook: { ...settings, enabled: false, disabledWhy, updatedAt: now(), rev: webhook.rev + 1 },
        before: webhook.rev,
        change: { what: 'disabled', by: system, at: Math.floor(clocks.business.now()) },
      });
      await webhooks.refresh();
    },
  };
}
