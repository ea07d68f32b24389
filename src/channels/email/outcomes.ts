import type { DispositionFacts } from '../../domain/attempt/disposition.ts';
import type { Stage } from '../../domain/campaign/channel-facts.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** The stages of a message that a server has accepted. A delay notice proves nothing. */
export const emailStages = [
  { name: 'delayed', event: null, fact: 'delayedAt', isNoticed: false, isReply: false },
  { name: 'delivered', event: null, fact: 'deliveredAt', isNoticed: true, isReply: false },
  { name: 'opened', event: null, fact: 'openedAt', isNoticed: true, isReply: false },
  { name: 'clicked', event: null, fact: 'clickedAt', isNoticed: true, isReply: false },
  { name: 'unsubscribed', event: null, fact: 'unsubscribedAt', isNoticed: true, isReply: true },
  { name: 'replied', event: null, fact: 'repliedAt', isNoticed: true, isReply: true },
] as const satisfies readonly Stage[];

/**
 * How messages end. `sent`: a server has accepted the message. Those with `repeat` prove that it was not delivered, and
 * that a later message may be.
 */
export const emailDispositions = [
  { name: 'sent', route: 'next', words: 'sent', prior: 9 },
  {
    name: 'deferred',
    route: 'retry',
    words: 'the mail server asked for another try later',
    prior: 0.2,
    repeat: { afterMs: hour / 2, most: 5, becomes: 'bounced' },
  },
  {
    name: 'mailbox-full',
    route: 'retry',
    words: 'the mailbox is full',
    prior: 0.1,
    repeat: { afterMs: day, most: 3, becomes: 'bounced' },
  },
  {
    name: 'soft-bounced',
    route: 'retry',
    words: 'it could not be delivered for now',
    prior: 0.1,
    repeat: { afterMs: day, most: 3, becomes: 'bounced' },
  },
  { name: 'bounced', route: 'stop', end: 'bounced', words: 'it came back', prior: 0.3 },
  { name: 'invalid', route: 'stop', end: 'invalid', words: 'the address does not exist', prior: 0.3 },
  {
    name: 'rejected',
    route: 'stop',
    end: 'bounced',
    words: 'the mail server refused the message',
    prior: 0.1,
  },
  // A mail server cannot be asked, so that a message which may have been accepted counts as sent.
  { name: 'unconfirmed', route: 'next', words: 'it is not known whether it was accepted', prior: 0 },
] as const satisfies readonly DispositionFacts[];

export type EmailDisposition = (typeof emailDispositions)[number]['name'];

/** For how long a message is observed after its last step. */
export const observeMs = 3 * day;
