import { campaignPath } from './campaign-path.ts';
import type { CampaignRequests } from './campaign-path.ts';
import type { EventView } from './views.ts';

/** Yields events after a given one as they happen, until the signal aborts or the service closes the stream. */
export async function* followEvents({
  campaign: { client, name, query },
  after,
  signal,
}: {
  campaign: CampaignRequests;
  after: number;
  signal: AbortSignal;
}): AsyncGenerator<EventView, void, undefined> {
  try {
    const response = await client.open(campaignPath(name, '/events/stream'), {
      query: { ...query, contacts: true },
      headers: { accept: 'text/event-stream', 'last-event-id': String(after) },
      signal,
    });
    if (response.body) yield* readStream(response.body);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Yields the data of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export async function* readStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<EventView, void, undefined> {
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    rest += text;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block
        .split(/\r?\n/)
        .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []));
      if (data.length > 0) yield JSON.parse(data.join('\n')) as EventView;
    }
  }
}
