import { z } from 'zod';
import { createStrikes, strikeFields, type Strikes } from '../strikes.ts';
import { type Answer, imapStages, type MailStage, smtpStages } from './reception/answer.ts';

/**
 * Faults of an answer. Faults that begin with `accepted-` accept the message first, and are applied at the stage `body`.
 */
export const mailFaults = [
  'refuse',
  'hang',
  'close',
  'slow',
  'accepted-then-refuse',
  'accepted-then-hang',
  'accepted-then-close',
] as const;

/** One fault and the occasions on which it is applied. All conditions of `match` must hold. */
export const mailFaultSchema = z.strictObject({
  fault: z.enum(mailFaults),
  match: z
    .strictObject({
      /** Default: `body`, the answer after the message. */
      stage: z.enum([...smtpStages, ...imapStages]),
      /** The id of the attempt, from the Message-ID, or from the envelope sender before the message is sent. */
      attempt: z.string(),
      /** A recipient, in lower case. */
      to: z.string().toLowerCase(),
      /** The domain of a recipient. */
      domain: z.string().toLowerCase(),
      /** The user who logged in. */
      user: z.string().toLowerCase(),
    })
    .partial()
    .default({}),
  ...strikeFields,
  /** For `refuse` and `accepted-then-refuse`: the reply code. Default: 451. */
  code: z.int().min(400).max(599).optional(),
  /** Its text. Default: a text for the code. */
  text: z.string().optional(),
  /** For `slow`: the delay of the answer in milliseconds of the system clock. Default: 30,000. */
  ms: z.number().min(0).optional(),
});

export type MailFault = z.output<typeof mailFaultSchema>;
export type MailFaultInput = z.input<typeof mailFaultSchema>;

export type MailOccasion = {
  stage: MailStage;
  user: string | null;
  attempt: string | null;
  recipients: readonly string[];
  /** Identifies the occasion for `probability`. */
  key: string;
};

export type MailFaults = Strikes<MailFault, MailOccasion>;

/** Creates the list of fault rules of the mail server. */
export function createMailFaults(needs: { seed: number; rules: readonly MailFault[] }): MailFaults {
  return createStrikes<MailFault, MailOccasion>({ ...needs, matches });
}

function matches({ match, fault }: MailFault, { stage, user, attempt, recipients }: MailOccasion): boolean {
  const { to, domain } = match;
  const atStage = fault.startsWith('accepted-') ? 'body' : (match.stage ?? 'body');
  return (
    stage === atStage &&
    (match.attempt === undefined || match.attempt === attempt) &&
    (match.user === undefined || match.user === user) &&
    (to === undefined || recipients.includes(to)) &&
    (domain === undefined || recipients.some((address) => address.endsWith(`@${domain}`)))
  );
}

const defaultCode = 451;

/** The answer of a fault, instead of the usual one. Null for `slow`, which only delays it. */
export function answerOf({ fault, code = defaultCode, text }: MailFault): Answer | null {
  if (fault === 'slow') return null;
  if (fault.endsWith('hang')) return { kind: 'hang' };
  if (fault.endsWith('close')) return { kind: 'close' };
  return { kind: 'refuse', code, text: text ?? textOf(code) };
}

function textOf(code: number): string {
  return code < 500
    ? '4.3.0 Temporary local problem, please try again later'
    : '5.3.0 The message could not be accepted';
}
