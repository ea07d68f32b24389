import type { Touch } from '../../../channels/contract.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { CampaignDefinition } from '../../../domain/campaign/campaign-definition.ts';
import type { Step } from '../../../domain/campaign/step.ts';
import { textVariables } from '../../../domain/campaign/text-variables.ts';
import type { Contact } from '../../../domain/contact/contact.ts';

/** Returns the touch of an attempt: the address, the sender and the content. */
export function buildTouch({
  attempt: { id, campaign, address, sender },
  client,
  step,
  contact,
  definition,
}: {
  attempt: Attempt;
  client: string;
  step: Step;
  contact: Contact;
  definition: Pick<CampaignDefinition, 'variables'>;
}): Touch {
  const variables = textVariables({ contact: contact.variables, campaign: definition.variables });
  const extension = contact.addresses.find((one) => one.address === address)?.extension ?? null;
  return { attempt: id, campaign, client, address, sender, extension, step, variables };
}
