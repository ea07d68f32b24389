import type { StorableEvent } from '../../actors/index.ts';
import type { Store } from '../../persistence/contract/store.ts';

const attemptsAtOnce = 500;

/**
 * Stores what the send log proves in the inboxes of campaigns, where their next owner finds it on any machine. The attempts
 * then become `not-placed`. A repeat changes nothing.
 */
export async function keepUnsent({
  store,
  unsent,
  at,
}: {
  store: Pick<Store, 'readAttempts' | 'putInbox'>;
  unsent: ReadonlySet<string>;
  /** System time. */
  at: number;
}): Promise<void> {
  const ids = [...unsent];
  for (let start = 0; start < ids.length; start += attemptsAtOnce) {
    // An attempt whose commit failed is not stored.
    for (const { id, campaign, state } of await store.readAttempts(
      ids.slice(start, start + attemptsAtOnce),
    )) {
      if (state !== 'sending' && state !== 'unknown') continue;
      const detail = 'the send log proves that it was not sent';
      const outcome = { kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail } as const;
      const event: StorableEvent = { type: 'placed', attempt: id, outcome };
      await store.putInbox({ id: `unsent-${id}`, campaign, at, body: JSON.stringify(event) });
    }
  }
}
