import type { Client } from '../api/client.ts';
import type { CallView, ListView } from '../api/views.ts';

const callsPerPage = 500;

/** Returns the attempts that the carrier accepted according to the service: those with an id of the carrier. */
export async function readRecorded(client: Client, campaign: string): Promise<ReadonlySet<string>> {
  const recorded = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const page = await client.get<ListView<CallView>>('/v1/calls', {
      query: { campaign, limit: callsPerPage, after },
    });
    for (const { id, requestId, callId } of page.items) if (requestId ?? callId) recorded.add(id);
    if (page.next === null) return recorded;
    after = page.next;
  }
}
