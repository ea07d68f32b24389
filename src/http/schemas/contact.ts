import { z } from 'zod';
import { dispositions } from '../../domain/disposition.ts';
import { activeEnrollmentStates, enrollmentEnds } from '../../domain/enrollment.ts';
import { eventSchema, whyShape } from './campaign.ts';
import { maybeInstant, named } from './common.ts';

export const enrollmentStates = [...activeEnrollmentStates, ...enrollmentEnds] as const;

export const personSchema = named(
  'Contact',
  z.object({
    id: z.string(),
    enrollmentId: z.string(),
    row: z.number().describe('in the list it came with'),
    position: z.number().describe('in the campaign'),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    state: z.enum(enrollmentStates),
    step: z.string().nullable(),
    attempts: z.number(),
    dueAt: maybeInstant,
    lastDisposition: z.enum(dispositions).nullable(),
    lastOutcome: z.string().nullable(),
    lastAttemptAt: maybeInstant,
    endedAt: maybeInstant,
  }),
);

export const contactReplySchema = named(
  'ContactCommandReply',
  z.object({ contact: personSchema, changed: z.boolean() }),
);

export const whyContactSchema = named(
  'WhyContact',
  z.object({
    ...whyShape,
    history: z.array(eventSchema).describe('all that happened to this person, in order'),
  }),
);
