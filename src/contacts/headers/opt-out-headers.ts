import type { OptOutScope } from '../../domain/contact/opt-out.ts';
import { contactMeaning } from './contact-words.ts';
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
 * What a header says about being contacted: an opt-out from everything, calls, emails or faxes. `ask-opt-out` and
 * `ask-consent`: it is clearly about that, but the meaning of its cells is not certain. Null: it says nothing.
 */
export type OptOutHeader =
  | 'opted_out'
  | 'phone_opted_out'
  | 'email_opted_out'
  | 'fax'
  | 'ask-opt-out'
  | 'ask-consent'
  | null;

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
/** A HubSpot billing field. It says nothing about opting out. */
const aboutBilling = /^marketing contact (?:status|until)/;

/** Returns what a header says about being contacted. */
export function readOptOutHeader(header: string): OptOutHeader {
  const plain = plainHeader(header);
  const known = understood.get(plain) ?? understood.get(withoutRecordKind(plain));
  if (known) return known;
  const spaced = spacedHeader(header);
  if (hubSpotEmail.test(spaced)) return 'email_opted_out';
  if (aboutBilling.test(spaced)) return null;
  const meaning = contactMeaning(spaced);
  if (meaning === null && !asks.some((pattern) => pattern.test(spaced))) return null;
  if (meaning === 'forbids' || denied.test(spaced)) return 'ask-opt-out';
  return meaning === 'allows' || consents.some((pattern) => pattern.test(spaced))
    ? 'ask-consent'
    : 'ask-opt-out';
}

/** Returns the opt-out of a cell that consists only of such words (`Do not call`); null for any other cell. */
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
