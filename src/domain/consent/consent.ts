/**
 * The consent of a person to be contacted on a channel. The key is the client, the address and the channel: consents of another
 * client, and of another channel, say nothing.
 */
export type Consent = {
  client: string;
  /** An address of the person, or `id:` and an external id. */
  address: string;
  channel: string;
  /** When the person gave it. */
  givenAt: number;
  /** Where the person gave it: a text or a URL. */
  source: string;
  /** What it was given for; null if that is not known. It is recorded for the evidence, and no rule reads it. */
  purpose: string | null;
  /** Where its proof is kept, such as a file or a ticket; null if that is not known. */
  evidence: string | null;
  by: string;
  recordedAt: number;
  /** When it was withdrawn; null while it is in force. */
  withdrawnAt: number | null;
};

/** The channels of a campaign for which a consent is required. */
export type ConsentRule = Readonly<Record<string, 'required'>>;

/**
 * Returns the consent to store where `before` may be. A withdrawal is only replaced by a consent that was given after it, so that
 * an old list that is imported again does not undo it. A consent in force is not replaced by an earlier one.
 */
export function recordOver(before: Consent | null, recorded: Consent): Consent {
  if (before === null) return recorded;
  if (before.withdrawnAt !== null) return recorded.givenAt > before.withdrawnAt ? recorded : before;
  return recorded.givenAt < before.givenAt ? before : recorded;
}

/**
 * Returns the channels for which a person has a consent at an instant. `records`: the consents of all keys of the person. A
 * consent counts if it was given after every withdrawal for its channel, by whichever key.
 */
export function consentedChannels(records: readonly Consent[], at: number): string[] {
  const withdrawn = new Map<string, number>();
  for (const { channel, withdrawnAt } of records)
    if (withdrawnAt !== null) withdrawn.set(channel, Math.max(withdrawnAt, withdrawn.get(channel) ?? 0));
  const inForce = records.filter(
    ({ channel, givenAt, withdrawnAt }) =>
      withdrawnAt === null && givenAt <= at && givenAt > (withdrawn.get(channel) ?? Number.NEGATIVE_INFINITY),
  );
  return [...new Set(inForce.map(({ channel }) => channel))];
}

/** Whether a campaign must not contact a person on a channel, because it requires a consent and there is none. */
export function lacksConsent(
  rule: ConsentRule | undefined,
  channel: string,
  consented: readonly string[],
): boolean {
  return rule?.[channel] === 'required' && !consented.includes(channel);
}
