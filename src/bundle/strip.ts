import type { Attempt } from '../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Contact } from '../domain/contact/contact.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import { eventCatalogue } from '../domain/events/catalogue.ts';
import type { CampaignEvent } from '../domain/events/campaign-event.ts';
import { isTimeZone } from '../domain/time/time-zone.ts';
import type { Calendar } from '../domain/time/window-rules.ts';
import { bundledFields } from './lines.ts';
import type { BundledAttempt, BundledContact } from './lines.ts';
import { stripBySchema, stripTexts } from './strip-values.ts';
import { removedText, strippedAuthor } from './words.ts';
import type { KeepWord } from './words.ts';

/**
 * The definition without texts of steps, variables and columns. What the rules need stays: hours, limits, retries, the ids,
 * channels and delays of steps.
 */
export function stripDefinition(definition: CampaignDefinition, keep: KeepWord): CampaignDefinition {
  const { name, client, contacts, sendWindow, end, variables: _, ...rest } = definition;
  const { country } = contacts;
  return {
    ...(stripTexts(rest, keep) as typeof rest),
    name,
    client,
    sendWindow,
    ...(end !== undefined && { end }),
    contacts: { columns: {}, ...(country !== undefined && { country }) },
    variables: {},
  };
}

/** The record of a campaign without texts; the owner and the last turn have no meaning elsewhere. */
export function stripRecord(record: CampaignRecord, keep: KeepWord): CampaignRecord {
  return {
    ...only(record, bundledFields.record),
    owner: record.owner === null ? null : 'operator',
    turn: null,
    snapshot: JSON.stringify(stripTexts(JSON.parse(record.snapshot), keep)),
    definition: stripDefinition(record.definition, keep),
  };
}

/** An event of the log without texts, and without fields that its type does not declare. */
export function stripEvent(event: CampaignEvent, keep: KeepWord, campaign: string): CampaignEvent {
  const { data: schema } = eventCatalogue[event.type];
  const data = stripBySchema(schema, event.data, keep);
  const by = strippedAuthor(event.by);
  const attempt = event.attempt === null ? null : (keep(event.attempt) ?? removedText);
  // The log in a bundle is a new chain of hashes. After a removed beginning it begins like any log.
  const begin = event.type === 'campaign.log-removed' ? { hash: campaign } : {};
  return { ...event, attempt, by, data: { ...data, ...begin } } as CampaignEvent;
}

/** What a bundle has of a contact: its place, its time zone, the kinds of its addresses, and its state. */
export function stripContact(
  { contact, enrollment }: { contact: Contact | undefined; enrollment: Enrollment },
  keep: KeepWord,
): BundledContact {
  const { lastDisposition, lastOutcome } = enrollment;
  const zone = contact?.timeZone ?? null;
  return {
    row: contact?.row ?? enrollment.position,
    timeZone: zone !== null && isTimeZone(zone) ? zone : null,
    kinds: [...new Set((contact?.addresses ?? []).map(({ kind }) => kind))],
    enrollment: {
      ...only(enrollment, bundledFields.enrollment),
      lastDisposition: lastDisposition && keep(lastDisposition),
      lastOutcome: lastOutcome && keep(lastOutcome),
    },
  };
}

/** An attempt without addresses, senders and ids of the provider. Of its details numbers stay that the channel declares. */
export function stripAttempt(
  attempt: Attempt,
  keep: KeepWord,
  channels: Pick<Channels, 'find' | 'stagesOf'>,
): BundledAttempt {
  const { channel, details, cause, disposition, outcome, progress } = attempt;
  const stages = channels.find(channel)?.stages ?? [];
  const facts = [...stages.flatMap(({ fact }) => fact ?? []), ...(channels.find(channel)?.endFacts ?? [])];
  const kept = Object.entries(details ?? {}).filter(
    ([name, value]) => facts.includes(name) && typeof value === 'number',
  );
  return {
    ...only(attempt, bundledFields.attempt),
    receipt: null,
    providerId: null,
    surplusId: null,
    disposition: disposition && keep(disposition),
    outcome: outcome && keep(outcome),
    progress: stages.some(({ name }) => name === progress) ? progress : null,
    cause: cause && { code: /^\d{1,6}$/.test(cause.code) ? cause.code : removedText, name: '', source: '' },
    details: kept.length === 0 ? null : Object.fromEntries(kept),
  };
}

/** Returns the object with only these of its fields. */
function only<Value extends object>(value: Value, names: readonly string[]): Value {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name))) as Value;
}

const region = /^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/;

/** The hours that contacts have in common: time zones and regions. */
export function stripCalendar({ zones, regions }: Calendar): Calendar {
  return { zones: zones.filter(isTimeZone), regions: regions.filter((text) => region.test(text)) };
}
