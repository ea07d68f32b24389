import { z } from 'zod';
import { createCampaignDefinitionSchema } from '../domain/campaign/campaign-definition.ts';
import { createChannels } from '../domain/campaign/channel-facts.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { DefinitionFault } from '../domain/campaign/campaign-definition.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { ChannelDescriptor } from './descriptor.ts';
import { emailDescriptor } from './email/descriptor.ts';
import { logDescriptor } from './log/descriptor.ts';
import { voiceDescriptor } from './voice/descriptor.ts';
import { issueInWords } from '../domain/issue-words.ts';

/** Every channel of this program. For a new channel, add its descriptor here, and create the channel in compose.ts. */
export const channelDescriptors = [voiceDescriptor, emailDescriptor, logDescriptor] as const;

export const stepSchema = z.discriminatedUnion('channel', [
  voiceDescriptor.stepSchema,
  emailDescriptor.stepSchema,
  logDescriptor.stepSchema,
]);

/** What is derived from a set of descriptors. */
export type ChannelRegistry<StepSchema extends z.ZodType<Step> = z.ZodType<Step>> = {
  channels: Channels;
  /** How attempts of any of the channels can end. */
  dispositionNames: readonly string[];
  /** The schema of a campaign whose steps are of these channels, with every default filled in. */
  campaignDefinitionSchema: ReturnType<typeof createCampaignDefinitionSchema<StepSchema>>;
  /** Why a definition cannot be run with these channels, or null. */
  faultOfDefinition: (definition: unknown) => DefinitionFault | null;
};

/** `step`: the schema of the steps of these channels. */
export function createChannelRegistry<StepSchema extends z.ZodType<Step>>({
  descriptors,
  step,
}: {
  descriptors: readonly ChannelDescriptor[];
  step: StepSchema;
}): ChannelRegistry<StepSchema> {
  const channels = createChannels(descriptors);
  const dispositionNames = [
    ...new Set(descriptors.flatMap(({ name }) => channels.dispositionsOf(name).map((facts) => facts.name))),
  ];
  const campaignDefinitionSchema = createCampaignDefinitionSchema({ step, dispositions: dispositionNames });
  return {
    channels,
    dispositionNames,
    campaignDefinitionSchema,
    faultOfDefinition(definition) {
      const checked = campaignDefinitionSchema.safeParse(definition, { error: issueInWords });
      if (checked.success) return null;
      const [issue] = checked.error.issues;
      return { path: issue?.path.join('.') ?? '', message: issue?.message ?? '', cause: checked.error };
    },
  };
}

/** The registry of this program. */
export const channelRegistry = createChannelRegistry({ descriptors: channelDescriptors, step: stepSchema });
export const { channels, dispositionNames, campaignDefinitionSchema, faultOfDefinition } = channelRegistry;
export type CampaignDefinitionInput = z.input<typeof campaignDefinitionSchema>;

/** The channels that contact, and how their attempts can end. */
export const contactingChannels = channelDescriptors
  .filter(({ addressKind }) => addressKind !== null)
  .map(({ name }) => ({ name, dispositions: channels.dispositionsOf(name).map((facts) => facts.name) }));

export function descriptorOf(channel: string): ChannelDescriptor | undefined {
  return channelDescriptors.find(({ name }) => name === channel);
}
