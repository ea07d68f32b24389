import { outcomeSchema } from '../domain/attempt/disposition.ts';
import { canaryRates } from '../domain/campaign/canary.ts';
import { campaignStates, doings, pauseCauses } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import { enrollmentStates } from '../domain/contact/enrollment.ts';
import { idPrefixes, isId } from '../domain/ids.ts';
import type { IdKind } from '../domain/ids.ts';
import { reasonCodes } from '../domain/reason-code.ts';

/** Stands in place of a text that is not in a bundle. */
export const removedText = '[removed]';

/** Returns a text that a bundle may have, or null. */
export type KeepWord = (text: string) => string | null;

const fixed = [
  ...campaignStates,
  ...doings,
  ...pauseCauses,
  ...enrollmentStates,
  ...reasonCodes,
  ...canaryRates,
  'confirmed',
  'opt-out',
  'system',
  'campaign',
  'active',
  'done',
];
const duration = /^\d{1,6}(?:\.\d{1,3})?(?:ms|[smhdw])$/;
const idKinds = Object.keys(idPrefixes) as IdKind[];

/**
 * Returns the filter of all texts of a bundle. It keeps ids of ours, durations, and the words of the program and of the campaign: states,
 * reasons, dispositions, channels, the ids of steps, and outcomes that a step names. Every other text may be of a person.
 */
export function createKeepWord({
  definition,
  channels,
}: {
  definition: CampaignDefinition;
  channels: Pick<Channels, 'dispositionsOf'>;
}): KeepWord {
  const words = new Set<string>([
    ...fixed,
    ...definition.steps.flatMap(({ id, channel }) => [
      id,
      channel,
      ...channels.dispositionsOf(channel).map(({ name }) => name),
    ]),
    ...outcomesIn(definition.steps),
  ]);
  return (text) =>
    words.has(text) || duration.test(text) || idKinds.some((kind) => isId(kind, text)) ? text : null;
}

/** The outcomes that digits or answers have in steps: the values of `on`. */
function outcomesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    name === 'on' && typeof part === 'object' && part !== null
      ? Object.values(part).filter((word): word is string => outcomeSchema.safeParse(word).success)
      : outcomesIn(part),
  );
}

/** Who ordered something: names of keys may be those of people. */
export function strippedAuthor(by: string | null): string | null {
  return by === null || by === 'system' ? by : 'operator';
}
