import type { Channels } from '../../domain/campaign/channel-facts.ts';

/** The name of the limit that a channel declares for its senders. */
const senderScopeName = 'sender';

type OfSender = { client: string; address: string };

/** Returns the key of the limit of a sender in one channel; null if the channel declares none. */
export function senderScope({
  channels,
  channel,
  client,
  address,
}: OfSender & { channels: Pick<Channels, 'limitsOf'>; channel: string }): string | null {
  const touch = { client, campaign: '', channel, sender: address, address: null, facts: null };
  for (const scope of channels.limitsOf(channel))
    if (typeof scope !== 'string' && scope.name === senderScopeName) return scope.keyOf(touch);
  return null;
}

/** Returns the keys of the limits of a sender in all channels. */
export function senderScopes({
  channels,
  ...of
}: OfSender & { channels: Pick<Channels, 'limitsOf' | 'names'> }): string[] {
  const scopes = channels.names.flatMap((channel) => senderScope({ channels, channel, ...of }) ?? []);
  return [...new Set(scopes)];
}
