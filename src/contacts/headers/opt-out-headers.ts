import type { OptOutScope } from '../../domain/contact/opt-out.ts';
import { saidOfContact } from './contact-words.ts';
import { plainHeader, spacedHeader, withoutAccents } from './header-text.ts';
import {
  askPatterns,
  consentPatterns,
  deniedConsent,
  emailOptedOutHeaders,
  faxOptedOutHeaders,
  optedOutHeaders,
  phoneOptedOutHeaders,
} from './opt-out-words.ts';
import { withoutRecordKind } from './usual-headers.ts';

/**
 * What a header says about being contacted: an opt-out from everything, calls, emails or faxes; `ask-opt-out` and
 * `ask-consent` where it plainly speaks of that, but what its cells mean is not sure; null where it says nothing.
 */
export type OptOutHeader =
  'opted_out' | 'phone_opted_out' | 'email_opted_out' | 'fax' | 'ask-opt-out' | 'ask-consent' | null;

const understood: ReadonlyMap<string, OptOutHeader> = new Map([
  ...plainOnes(optedOutHeaders).map((header) => [header, 'opted_out'] as const),
  ...plainOnes(phoneOptedOutHeaders).map((header) => [header, 'phone_opted_out'] as const),
  ...plainOnes(emailOptedOutHeaders).map((header) => [header, 'email_opted_out'] as const),
  ...plainOnes(faxOptedOutHeaders).map((header) => [header, 'fax'] as const),
]);
const asks = patternsOf(askPatterns);
const consents = patternsOf(consentPatterns);
const [denied = /^$/u] = patternsOf([deniedConsent]);
/** HubSpot adds the kind of emails: `Opted out of email: Marketing Information`. */
const hubSpotEmail = /^(?:has )?opted out of e ?mail /;
/** HubSpot bills by it; it says nothing about the person. */
const aboutBilling = /^marketing contact (?:status|until)/;

export function readOptOutHeader(header: string): OptOutHeader {
  const plain = plainHeader(header);
  const known = understood.get(plain) ?? understood.get(withoutRecordKind(plain));
  if (known) return known;
  const spaced = spacedHeader(header);
  if (hubSpotEmail.test(spaced)) return 'email_opted_out';
  if (aboutBilling.test(spaced)) return null;
  const said = saidOfContact(spaced);
  if (said === null && !asks.some((pattern) => pattern.test(spaced))) return null;
  if (said === 'forbids' || denied.test(spaced)) return 'ask-opt-out';
  return said === 'allows' || consents.some((pattern) => pattern.test(spaced))
    ? 'ask-consent'
    : 'ask-opt-out';
}

/** What a cell says that consists of nothing but such words (`Do not call`); null if it says anything else. */
export function wholeOptOut(cell: string): OptOutScope | null {
  const known = understood.get(plainHeader(cell));
  if (known === 'opted_out') return 'all';
  return known === 'phone_opted_out' ? 'phone' : null;
}

function plainOnes(text: string): string[] {
  return text.split(/[|\n]/).map(plainHeader).filter(Boolean);
}

function patternsOf(sources: readonly string[]): readonly RegExp[] {
  return sources.map((source) => new RegExp(withoutAccents(source), 'u'));
}
