import { directName } from '../../domain/campaign/campaign.ts';
import { createCampaignDefinitionSchema } from '../../domain/campaign/campaign-definition.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { Step } from '../../domain/campaign/step.ts';
import { stepSchema } from '../../domain/campaign/step.ts';
import { phoneAddress } from '../../domain/contact/address.ts';
import type { Contact, EnrollableRow } from '../../domain/contact/contact.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';

/** The variable that contains the flow of a single call. No column can have this name. */
const stepVariable = '$step';

/**
 * Returns the definition for single calls. It has one attempt per order and no windows of its own. Limits, suppression
 * and records are the same as in every campaign. `step` is that of the first order; each order has its own step.
 */
export function directDefinition({ client, step }: { client: string; step: Step }): CampaignDefinition {
  const definition = createCampaignDefinitionSchema({ step: stepSchema, dispositions: [] }).parse({
    name: directName,
    client,
    steps: [step],
    rateLimits: { concurrent: 100_000, perSecond: 1_000 },
    retry: { maxAttempts: 1, maxPerDay: 100 },
    keepOpen: true,
  });
  return { ...definition, steps: [step] };
}

export type SingleCall = {
  phone: string;
  extension: string | null;
  step: Step;
  calendar: Calendar;
  variables: Readonly<Record<string, string>>;
};

/** Returns the row of a single call. Each call has its own `identity`, so that a contact can be called again. */
export function toRow({ call, identity }: { call: SingleCall; identity: string }): EnrollableRow {
  return {
    row: 0,
    identity,
    address: call.phone,
    calendar: call.calendar,
    cells: [call.phone],
    contact: {
      name: null,
      addresses: [phoneAddress(call.phone, call.extension)],
      externalId: null,
      timeZone: null,
      variables: { ...call.variables, [stepVariable]: JSON.stringify(call.step) },
    },
  };
}

/** Returns the flow of a single call; undefined for contacts of ordinary campaigns. */
export function stepOfContact({ variables }: Pick<Contact, 'variables'>): Step | undefined {
  const text = variables[stepVariable];
  return text === undefined ? undefined : (JSON.parse(text) as Step);
}

/** Returns the refusal of a call to an address on a do-not-contact list. Nothing of the order is stored. */
export function suppressedCall(): RingmasterError {
  return new RingmasterError({
    code: 'call.suppressed',
    family: 'conflict',
    message: 'This number is on a do-not-contact list; it was not called.',
    hint: 'See GET /v1/suppressions.',
  });
}
