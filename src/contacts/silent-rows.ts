import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { RejectedRow } from '../domain/contact/contact.ts';
import { channels } from '../channels/registry.ts';
import { nothingToSay, silenceFor, silenceInWords } from '../domain/campaign/silence.ts';

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/**
 * Creates the check that rejects a contact for which every step of the campaign has an empty text. The detail names
 * the first step.
 */
export function createSilenceCheck({
  steps,
  variables: campaign,
}: CampaignDefinition): (contact: Readonly<Record<string, string>>) => Refusal | null {
  if (!steps.every(channels.mayBeSilent)) return () => null;
  return (contact) => {
    const silences = steps.map((step) => silenceFor({ channels, step, contact, campaign }));
    const [step] = steps;
    const [silence] = silences;
    if (!step || !silence || silences.includes(null)) return null;
    return { code: nothingToSay, detail: silenceInWords({ step: step.id, silence }) };
  };
}
