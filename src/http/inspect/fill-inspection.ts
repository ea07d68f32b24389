import type { Live } from '../../live/index.ts';
import { createSignal } from '../sse/campaign-events.ts';
import type { StreamWriter } from '../sse/event-stream.ts';
import type { FollowedActor } from './inspected-actor.ts';

/**
 * Writes the present snapshot of each actor, then every transition that is committed, until the reader has disconnected. For
 * a slow reader the next part of the log is read later, so messages do not accumulate.
 */
export async function fillInspection({
  writer: { send, gone },
  actors,
  live,
}: {
  writer: StreamWriter;
  actors: readonly FollowedActor[];
  live: Pick<Live, 'onEvents'>;
}): Promise<void> {
  const signal = createSignal();
  const campaigns = [...new Set(actors.map(({ campaign }) => campaign))];
  const ends = campaigns.map((campaign) => live.onEvents({ campaign, listener: signal.set }));
  gone.addEventListener('abort', signal.set, { once: true });
  try {
    for (const { first } of actors) await send({ event: first.type, data: first });
    while (!gone.aborted) {
      for (const { news } of actors) {
        for await (const message of news()) {
          if (gone.aborted) return;
          await send({ event: message.type, data: message });
        }
      }
      await signal.wait();
    }
  } finally {
    for (const end of ends) end();
  }
}
