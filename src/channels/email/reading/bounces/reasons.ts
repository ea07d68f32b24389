/** Why a message was not delivered to one recipient. `hard`: it never will be. `action`: what follows from the reason. */
export const reasons = {
  'invalid-recipient': { hard: true, action: 'stop' },
  'invalid-domain': { hard: true, action: 'stop' },
  moved: { hard: true, action: 'stop' },
  'mailbox-full': { hard: false, action: 'again-later' },
  'mailbox-inactive': { hard: false, action: 'again-later' },
  filtered: { hard: false, action: 'again-later' },
  temporary: { hard: false, action: 'again-later' },
  'not-relayed': { hard: false, action: 'again-later' },
  'sender-authentication': { hard: false, action: 'pause-mailbox' },
  'sender-address': { hard: false, action: 'pause-mailbox' },
  'sender-reputation': { hard: false, action: 'pause-mailbox' },
  'rate-limited': { hard: false, action: 'pause-mailbox' },
  content: { hard: false, action: 'pause-variant' },
  policy: { hard: false, action: 'pause-variant' },
  'too-large': { hard: false, action: 'pause-variant' },
  complaint: { hard: false, action: 'stop' },
  delayed: { hard: false, action: 'none' },
  delivered: { hard: false, action: 'none' },
  unknown: { hard: false, action: 'again-later' },
} as const satisfies Readonly<Record<string, { hard: boolean; action: BounceAction }>>;

export type BounceAction = 'stop' | 'again-later' | 'pause-mailbox' | 'pause-variant' | 'none';
export type BounceReason = keyof typeof reasons;

export type BounceRecipient = {
  /** Null if the mail does not name its recipient. */
  address: string | null;
  /** The enhanced status code (RFC 3463), such as 5.1.1, or an empty text. */
  status: string;
  reason: BounceReason;
  hard: boolean;
  action: BounceAction;
  /** The words that were judged, at most 500 characters. */
  said: string;
};

export type Refusal = { reason: BounceReason; hard: boolean; action: BounceAction };

export function refusalOf(reason: BounceReason): Refusal {
  return { reason, ...reasons[reason] };
}
