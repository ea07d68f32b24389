import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Store } from '../persistence/contract/store.ts';
import { callView } from './views/call-view.ts';
import type { CallView } from './views/call-view.ts';

type Asked = Parameters<Store['listAttempts']>[0];

/**
 * A page of calls, newest first. Attempts of channels that contact no one are left out, so a page may be shorter than
 * `limit`; it is empty only at the end.
 */
export async function callPage({
  store,
  channels,
  ...asked
}: Asked & { store: Store; channels: Pick<Channels, 'contacts'> }): Promise<{
  items: CallView[];
  next: string | null;
}> {
  let from: Asked = asked;
  for (;;) {
    const { items, next } = await store.listAttempts(from);
    const calls = items.filter(({ channel }) => channels.contacts(channel));
    if (calls.length > 0 || next === null) return { items: calls.map(callView), next };
    from = { ...asked, after: next };
  }
}
