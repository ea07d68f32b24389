import type { CampaignDefinition, Step } from './campaign-definition.ts';

/** What the engine knows of a channel beside how it is performed. */
export type ChannelFacts = {
  /**
   * Whether its steps contact somebody. One that does not is no attempt to reach the contact: it counts in no figure,
   * takes no slot and no part of the day, and reaches nobody.
   */
  contacts: boolean;
};

/** The one place that says it; a new channel adds its line here. */
export const channelFacts: Readonly<Record<Step['channel'], ChannelFacts>> = {
  voice: { contacts: true },
  log: { contacts: false },
};

/** Whether a step or an attempt contacts somebody; one of a channel that is not known does, to be on the safe side. */
export function contactsSomebody({ channel }: { channel: string }): boolean {
  return !Object.hasOwn(channelFacts, channel) || channelFacts[channel as Step['channel']].contacts;
}

/** Whether any step calls, so that every contact needs a phone number. */
export function callsContacts({ steps }: Pick<CampaignDefinition, 'steps'>): boolean {
  return steps.some(({ channel }) => channel === 'voice');
}
