import { z } from 'zod';
import { enrollmentStates } from '../contact/enrollment.ts';
import { doubts } from '../incarnation.ts';
import { reasonCodes } from '../reason-code.ts';
import { instant, nothing, occurrence, order, written } from './event-type.ts';

/** What follows for the contact from an attempt or a step. */
export const consequence = {
  became: z.enum(enrollmentStates).optional().describe('the state of the contact after it'),
  dueAt: instant.optional().describe('when the contact is due again'),
  reason: z.enum(reasonCodes).optional().describe('what the contact waits for until then'),
};

const ordered = z.object({
  reason: written.nullable().optional().describe('why, in the words of who ordered it'),
  became: z.enum(enrollmentStates).optional().describe('the state of the contact after it'),
});

/** The events of one contact, other than attempts. */
export const contactEvents = {
  'contact.pause': order('contact', 'the contact was paused', ordered),
  'contact.resume': order('contact', 'the contact was resumed', ordered),
  'contact.retry': order('contact', 'another attempt was ordered', ordered),
  'contact.skip': order('contact', 'the step of the contact was skipped', ordered),
  'contact.remove': order('contact', 'the contact was taken out of the campaign', ordered),
  'contact.call-back': order(
    'contact',
    'a call-back was ordered',
    ordered.extend({
      at: instant.describe('the requested time'),
      opensAt: instant.optional().describe('when the hours of the contact open, if that is later'),
    }),
  ),
  'contact.reopen': order(
    'contact',
    'the contact, who had ended, is called again',
    ordered.extend({ at: instant.describe('the time of the order') }),
  ),
  'contact.drop-call-back': order('contact', 'the call-back was withdrawn', ordered),
  'call.ordered': order(
    'contact',
    'a single call was ordered',
    z.object({ outsideHours: written.optional().describe('why it may be made at any hour') }),
  ),
  'enrollment.deferred': occurrence(
    'contact',
    'the contact was due and cannot be contacted yet',
    z.object({ reason: z.enum(reasonCodes), until: instant.describe('when the contact is due again') }),
  ),
  'enrollment.call-back-lapsed': occurrence(
    'contact',
    'a call-back cannot be made within seven days after its time',
    z.object({ at: instant.describe('the requested time'), became: consequence.became }),
  ),
  'enrollment.step-skipped': occurrence(
    'contact',
    'a step was skipped, because it has nothing to say to the contact',
    z.object({
      reason: z.string(),
      step: z.string().optional().describe('the id of the step'),
      part: z.enum(['step', 'question']).optional().describe('what of the step is empty'),
      variables: z.array(z.string()).readonly().optional().describe('the variables in the empty texts'),
      became: consequence.became,
    }),
  ),
  'enrollment.step-noted': occurrence(
    'contact',
    'a step that contacts no one was carried out',
    z.object({ step: z.string().optional().describe('the id of the step'), ...consequence }),
  ),
  'enrollment.suppressed': occurrence(
    'contact',
    'the contact must not be contacted and has ended',
    z.object({ reason: written.nullable().describe('why the address is suppressed') }),
  ),
  'enrollment.doubted': occurrence(
    'contact',
    'the store was restored, and the contact may have been contacted since the backup; an operator decides',
    z.object({
      reason: z
        .enum(doubts)
        .describe('`found`: the provider has a touch that is not stored; `no-records`: it cannot be asked'),
      providerId: z.string().nullable().optional().describe('the id of the touch at the provider'),
      touchedAt: instant.nullable().optional().describe('when the touch began'),
      became: consequence.became,
    }),
  ),
  'enrollment.observed': occurrence(
    'contact',
    'the observation period after the last step has ended; the contact has ended',
    z.object({ became: consequence.became }),
  ),
  'enrollment.expired': order('contact', 'a review was not decided in time; the contact has ended', nothing),
} as const;
