import { z } from 'zod';
import { dispositionSchema } from '../attempt/disposition.ts';
import { consequence } from './contact-events.ts';
import { instant, nothing, occurrence, order, written } from './event-type.ts';

const outcome = z.string().describe('what the contact answered');
const result = z.object({
  channel: z.string().optional(),
  disposition: dispositionSchema.optional().describe('how the attempt ended'),
  outcome: outcome.optional(),
  talkSeconds: z.number().optional(),
  cost: z.number().optional().describe('what the provider says that it costs, in millionths of its currency'),
  rate: z.number().optional().describe('the price of a minute that the provider names, in millionths'),
  billedSeconds: z.number().optional(),
  cause: z.string().optional().describe('the code of the provider for the end'),
  ...consequence,
});

/** The events that record a stage of a touch. */
export type StageEvent = 'attempt.dialing' | 'attempt.ringing' | 'attempt.answered';

/** The events of one attempt. */
export const attemptEvents = {
  'attempt.minted': occurrence(
    'attempt',
    'the attempt was stored; it is sent next',
    z.object({
      step: z.number().describe('the index of the step'),
      number: z.number().describe('the number of the attempt for this contact, from 1'),
      startAt: instant.optional().describe('the start that was reserved for it'),
    }),
  ),
  'attempt.dialing': occurrence('attempt', 'the provider has taken it', nothing),
  'attempt.ringing': occurrence('attempt', 'the phone of the contact rings', nothing),
  'attempt.answered': occurrence('attempt', 'the call was answered', nothing),
  'attempt.unknown': occurrence(
    'attempt',
    'it is not known whether the attempt was sent; it is being looked for',
    z.object({
      detail: written.describe('why it is not known'),
      until: instant.optional().describe('when the search period ends'),
    }),
  ),
  'attempt.unprepared': occurrence(
    'attempt',
    'what the attempt needs did not get ready, so it is not sent',
    z.object({ detail: written.describe('why') }),
  ),
  'attempt.hang-up-ordered': order('attempt', 'the end of the call was ordered', nothing),
  'attempt.transfer-ordered': order(
    'attempt',
    'a transfer of the call was ordered',
    z.object({ to: z.string().describe('where: a number by its last two digits, or the host of a URL') }),
  ),
  'attempt.transferred': occurrence('attempt', 'the provider has transferred the call', nothing),
  'attempt.not-transferred': occurrence(
    'attempt',
    'the call was not transferred, or it is not known whether it was',
    z.object({
      detail: written.describe('why'),
      certain: z.boolean().describe('whether it is known that it was not transferred'),
    }),
  ),
  'attempt.not-ended': occurrence('attempt', 'the provider did not take the order to end it', nothing),
  'attempt.ended': occurrence('attempt', 'the attempt ended', result),
  'attempt.not-placed': occurrence('attempt', 'the attempt was never sent and does not count', result),
  'attempt.amended': occurrence(
    'attempt',
    'stronger evidence changed how the attempt ended',
    z.object({
      from: dispositionSchema.nullable().describe('the disposition before'),
      disposition: dispositionSchema.nullable(),
      outcome: outcome.nullable(),
      became: consequence.became,
    }),
  ),
  'attempt.recording-removed': order(
    'attempt',
    'a recording was deleted, at the provider too',
    z.object({ recording: z.string().describe('the id of the recording') }),
  ),
  'attempt.corrected': order(
    'attempt',
    'an operator set how the attempt ended',
    z.object({
      from: dispositionSchema.nullable().describe('the disposition before'),
      disposition: dispositionSchema.nullable(),
      outcome: outcome.nullable(),
      note: written.nullable().describe('why, in the words of the operator'),
      became: consequence.became,
    }),
  ),
  'attempt.surplus': occurrence('attempt', 'a second call turned up for the attempt and is hung up', nothing),
} as const;
