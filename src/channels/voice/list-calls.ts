import type { ListedTouch } from '../contract.ts';
import { digitsOf } from './plivo/call-parameters.ts';
import type { PlivoClient } from './plivo/client.ts';

/**
 * Lists the calls of the account in the order in which a call moves: queued, live, recorded. So a call that moves
 * meanwhile is not missed. Records are listed newest first: a record that appears meanwhile moves the others to later
 * pages, where they are listed again.
 */
export async function* listCalls({
  client,
  since,
}: {
  client: PlivoClient;
  /** The earliest end of a recorded call. */
  since: number;
}): AsyncGenerator<readonly ListedTouch[], void, undefined> {
  for (const state of ['queued', 'live'] as const) {
    for (const id of await client.allOpenCalls(state)) {
      const call = await client.openCall({ state, id, numbers: null });
      if (call) yield [{ providerId: call.callId, address: e164(call.to), at: call.startedAt }];
    }
  }
  for (let offset = 0, more = true; more;) {
    const page = await client.touches({ endedSince: since, offset });
    yield page.calls.map(({ callId, to, initiatedAt }) => ({
      providerId: callId,
      address: e164(to),
      at: initiatedAt,
    }));
    offset += page.calls.length;
    more = page.more && page.calls.length > 0;
  }
}

function e164(number: string): string {
  return `+${digitsOf(number)}`;
}
