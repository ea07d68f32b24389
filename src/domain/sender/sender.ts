import { z } from 'zod';
import { mailboxAddressSchema } from '../mailbox/mailbox-address.ts';

/** What an operator decides about a sender. A sender that is paused sends nothing until it is active again. */
export const senderModes = ['active', 'paused'] as const;
export type SenderMode = (typeof senderModes)[number];

/** Why a sender is in quarantine: the provider blocked it, too few contacts answer it, or an operator ordered it. */
export const quarantineCauses = ['blocked', 'low-answer-rate', 'ordered'] as const;
export type QuarantineCause = (typeof quarantineCauses)[number];

/** A period in which a sender sends nothing. Times are business milliseconds. */
export type Quarantine = {
  cause: QuarantineCause;
  /** The figures, or the words of the operator; null without any. */
  reason: string | null;
  by: string;
  at: number;
  /** Its end; null if only an operator ends it. */
  until: number | null;
};

/** The limits of one sender over all campaigns; null is unlimited. A day is one on the client's clock. */
export type SenderLimits = { concurrent: number | null; perSecond: number | null; perDay: number | null };

/** One sender of a client: a caller ID or a mailbox. */
export type Sender = {
  client: string;
  /** What touches are sent from. A phone number is in E.164 form. */
  address: string;
  label: string | null;
  /** The pools that it belongs to. */
  tags: readonly string[];
  mode: SenderMode;
  /** The current quarantine, or the last one if it has ended; null if there was none since an operator lifted it. */
  quarantine: Quarantine | null;
  limits: SenderLimits;
  /** Outcomes before this instant do not put it in quarantine again. */
  judgedSince: number;
  addedAt: number;
  changedAt: number;
};

export type SenderStatus = SenderMode | 'quarantined';

/** Returns the status of a sender at an instant. A sender that an operator has paused stays so after a quarantine. */
export function senderStatus(
  { mode, quarantine }: Pick<Sender, 'mode' | 'quarantine'>,
  at: number,
): SenderStatus {
  if (mode !== 'active') return mode;
  return isQuarantined(quarantine, at) ? 'quarantined' : 'active';
}

/** Returns whether a quarantine is in force. */
export function isQuarantined(quarantine: Quarantine | null, at: number): boolean {
  return quarantine !== null && (quarantine.until === null || quarantine.until > at);
}

export const callerIdSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164 form, such as +12025550100');

/** The address of a sender: a caller ID or a mailbox. */
export const senderAddressSchema = z.union([callerIdSchema, mailboxAddressSchema], {
  error: 'must be a phone number in E.164 form, such as +12025550100, or the address of a mailbox',
});

/** The name of a pool: a tag of senders. */
export const senderTagSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be lower-case letters, digits, dots, dashes or underscores');

const cap = z.int().min(1).nullable();

export const senderLimitsSchema = z.strictObject({
  concurrent: cap.optional().describe('touches under way at once; null is unlimited'),
  perSecond: z.number().positive().nullable().optional().describe('touches started per second'),
  perDay: cap.optional().describe("touches started per day on the client's clock"),
});

/** What an operator sets of a sender. A key that is absent keeps its value; of a new sender it gets its default. */
export const senderChangeSchema = z.strictObject({
  label: z.string().min(1).max(100).nullable().optional(),
  tags: z.array(senderTagSchema).max(20).optional().describe('the pools that it belongs to'),
  mode: z.enum(senderModes).optional(),
  limits: senderLimitsSchema.optional(),
});
export type SenderChange = z.infer<typeof senderChangeSchema>;

/** Returns the sender after a change; a new one if there was none. */
export function changedSender({
  before,
  client,
  address,
  change: { label, tags, mode, limits },
  at,
}: {
  before: Sender | null;
  client: string;
  address: string;
  change: SenderChange;
  at: number;
}): Sender {
  return {
    client,
    address,
    label: label === undefined ? (before?.label ?? null) : label,
    tags: tags === undefined ? (before?.tags ?? []) : [...new Set(tags)].sort(),
    mode: mode ?? before?.mode ?? 'active',
    quarantine: before?.quarantine ?? null,
    limits: {
      concurrent: limits?.concurrent === undefined ? (before?.limits.concurrent ?? null) : limits.concurrent,
      perSecond: limits?.perSecond === undefined ? (before?.limits.perSecond ?? null) : limits.perSecond,
      perDay: limits?.perDay === undefined ? (before?.limits.perDay ?? null) : limits.perDay,
    },
    judgedSince: before?.judgedSince ?? 0,
    addedAt: before?.addedAt ?? at,
    changedAt: at,
  };
}

/** Returns the sender with a quarantine, or without one (null). After it, only later outcomes count. */
export function withQuarantine(sender: Sender, quarantine: Quarantine | null, at: number): Sender {
  return { ...sender, quarantine, judgedSince: quarantine?.until ?? at, changedAt: at };
}
