/**
 * Doorbells between instances. Messages may be lost, doubled or late: nobody's correctness depends on them, only how
 * soon somebody looks. Handlers run later, never inside `publish`.
 */
export type Bus = {
  publish: (input: { subject: string; message: BusMessage }) => Promise<void>;
  /** Calls `handle` for each message on the subject until the returned function is called. */
  subscribe: (input: { subject: string; handle: (message: BusMessage) => void }) => Promise<() => void>;
  health: () => Promise<{ ok: boolean; detail: string }>;
  close: () => Promise<void>;
};

export type BusMessage = Readonly<Record<string, unknown>>;

/** Every subject begins with it. */
const subjectPrefix = 'ringmaster.';

export const subjects = {
  /** `{ campaign, why, from }`: look at the campaign, its inbox (`inbox`) or its commands (`changed`). */
  doorbell: `${subjectPrefix}campaigns.doorbell`,
  /** `{ campaign, rev }`: the owner has voided the permits of the campaign after the command of that rev. */
  voided: `${subjectPrefix}campaigns.voided`,
  /** `{ from }`: an emergency stop was put in force or lifted; `from` is the instance that tells. */
  holds: `${subjectPrefix}holds`,
} as const;
