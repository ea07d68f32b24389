import { z } from 'zod';
import { createCampaignDefinitionSchema } from '../domain/campaign/campaign-definition.ts';
import { createChannels } from '../domain/campaign/channel-facts.ts';
import type { DefinitionFault } from '../domain/campaign/campaign-definition.ts';
import type { ChannelDescriptor } from './descriptor.ts';
import { logDescriptor } from './log/descriptor.ts';
import { voiceDescriptor } from './voice/descriptor.ts';
import { issueInWords } from '../domain/issue-words.ts';

/** Every channel of this program. A new one adds its descriptor here, and the channel itself in compose.ts. */
export const channelDescriptors = [voiceDescriptor, logDescriptor] as const;

export const channels = createChannels(channelDescriptors);

/** The channels that contact, and how their attempts can end. */
export const contactingChannels = channelDescriptors
  .filter(({ addressKind }) => addressKind !== null)
  .map(({ name }) => ({ name, dispositions: channels.dispositionsOf(name).map((facts) => facts.name) }));

/** How attempts of any channel can end. */
export const dispositionNames: readonly string[] = [
  ...new Set(
    channelDescriptors.flatMap(({ name }) => channels.dispositionsOf(name).map((facts) => facts.name)),
  ),
];

export function descriptorOf(channel: string): ChannelDescriptor | undefined {
  return channelDescriptors.find(({ name }) => name === channel);
}

/** What makes a definition impossible to run with these channels, or null. */
export function faultOfDefinition(definition: unknown): DefinitionFault | null {
  const checked = campaignDefinitionSchema.safeParse(definition, { error: issueInWords });
  if (checked.success) return null;
  const [issue] = checked.error.issues;
  return { path: issue?.path.join('.') ?? '', message: issue?.message ?? '', cause: checked.error };
}

export const stepSchema = z.discriminatedUnion('channel', [
  voiceDescriptor.stepSchema,
  logDescriptor.stepSchema,
]);

/** A campaign whose steps are of these channels, with every default filled in. */
export const campaignDefinitionSchema = createCampaignDefinitionSchema({
  step: stepSchema,
  dispositions: dispositionNames,
});
export type CampaignDefinitionInput = z.input<typeof campaignDefinitionSchema>;
