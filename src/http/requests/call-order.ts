import type { CallOrder } from '../../actors/index.ts';
import { placedNumber } from '../../contacts/places/calendars.ts';
import { createRegions } from '../../contacts/places/regions.ts';
import type { FoundPhone, Phones } from '../../contacts/numbers/phone.ts';
import { voiceStepSchema } from '../../channels/voice/step.ts';
import type { VoiceStep } from '../../channels/voice/step.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { numberTypeNames, specialCode } from '../../domain/contact/number-type.ts';
import { silenceFor, silenceInWords } from '../../domain/campaign/silence.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';
import { channels, descriptorOf } from '../../channels/registry.ts';
import type { z } from 'zod';
import type { callOrderSchema } from '../schemas/call.ts';
import { parseInput } from '../parse-input.ts';

type CallRequest = z.output<typeof callOrderSchema>;

/**
 * Creates the conversion of a request into an order: the number as E.164, the calendar and the step of the call.
 * Throws the errors of an invalid number, time zone or text.
 */
export function createCallOrders({ phones }: { phones: Phones }) {
  const { regionsOf } = createRegions();

  const calendarOf = (found: FoundPhone, request: CallRequest): Calendar => {
    const zones = request.timezone === undefined ? found.zones : [request.timezone];
    const national = placedNumber({ phone: found, zones: zones ?? [] });
    const regions = found.country === null ? [] : regionsOf({ country: found.country, state: '', national });
    if (zones) return { zones, regions };
    if (request.outsideHours !== undefined) return { zones: ['UTC'], regions };
    throw new RingmasterError({
      code: 'contact.timezone-unknown',
      family: 'invalid',
      message: `The local hours of this number are not known: ${found.reason}.`,
      hint: 'Add timezone, such as America/New_York, or outsideHours with the reason.',
    });
  };

  return (request: CallRequest, { client, by }: { client: string; by: string }): CallOrder => {
    const found = readDestination({ ...request, phones });
    const { from, flow, branches, speak, answerUrl, ringTimeout, timeLimit, machineDetection } = request;
    const step = parseInput(voiceStepSchema, {
      id: 'call',
      channel: 'voice',
      from,
      flow: flow ?? [answerUrl === undefined ? { speak } : { answerUrl }],
      branches,
      ringTimeout,
      timeLimit,
      machineDetection,
    });
    refuseFaults(step);
    refuseEmptyText(step, request.variables);
    return {
      client,
      phone: found.phone,
      extension: found.extension,
      step,
      calendar: calendarOf(found, request),
      variables: request.variables,
      outsideHours: request.outsideHours ?? null,
      by,
    };
  };
}

/**
 * Reads a number that is to be called. Throws `contact.phone-invalid` and the errors of special numbers that are not
 * allowed.
 */
export function readDestination({
  phones,
  to,
  country,
  allowNumberTypes = [],
}: {
  phones: Phones;
  to: string;
  country?: string | undefined;
  allowNumberTypes?: readonly string[] | undefined;
}): FoundPhone {
  const found = phones.read({ text: to, country: country ?? null });
  if ('code' in found) {
    throw new RingmasterError({
      code: found.code,
      family: 'invalid',
      message: 'to is not a phone number.',
      hint: 'Write it with + and country code, such as +12025550100, or set country.',
    });
  }
  if (found.special !== null && !allowNumberTypes.includes(found.special)) throw specialNumber(found);
  return found;
}

/** Refuses a flow that a campaign file would be refused for, such as one that names a branch that does not exist. */
function refuseFaults(step: VoiceStep): void {
  const issues = (descriptorOf(step.channel)?.issuesOf(step) ?? []).map(({ path, message, fix }) => ({
    path: path.join('.'),
    message,
    fix,
  }));
  const [first] = issues;
  if (!first) return;
  throw new RingmasterError({
    code: 'call.flow-invalid',
    family: 'invalid',
    message: `The number was not called: ${first.path} ${first.message}.`,
    hint: first.fix === null ? 'Correct the flow.' : `Correct the flow: ${first.fix}.`,
    details: { issues },
  });
}

function refuseEmptyText(step: VoiceStep, variables: Readonly<Record<string, string>>): void {
  const silence = silenceFor({ channels, step, contact: variables, campaign: {} });
  if (!silence) return;
  throw new RingmasterError({
    code: 'call.nothing-to-say',
    family: 'invalid',
    message: `The number was not called: ${silenceInWords({ step: step.id, silence })}.`,
    hint: 'Send a text with a letter or digit, or a flow that plays a recording.',
  });
}

function specialNumber({ phone, special }: Pick<FoundPhone, 'phone' | 'special'>): RingmasterError {
  const type = special ?? 'premium-rate';
  return new RingmasterError({
    code: specialCode(type),
    family: 'invalid',
    message: `${phone.slice(0, 5)}… is ${numberTypeNames[type]}, so it is not called.`,
    hint: `To call it anyway, add allowNumberTypes: ["${type}"].`,
    details: { type },
  });
}
