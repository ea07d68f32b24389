/** Writes docs/events.md: every type of event, from the catalogue in src/domain/events. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { attemptEvents } from '../src/domain/events/attempt-events.ts';
import { campaignEvents } from '../src/domain/events/campaign-events.ts';
import { contactEvents } from '../src/domain/events/contact-events.ts';
import { isInstant, isUnpublished } from '../src/domain/events/event-type.ts';
import type { EventType } from '../src/domain/events/event-type.ts';
import { importEvents } from '../src/domain/events/import-events.ts';
import { reasonCodes } from '../src/domain/reason-code.ts';
import { formatPage } from './format-page.ts';

type Types = Readonly<Record<string, EventType>>;

const sections: readonly { title: string; text: string; types: Types }[] = [
  { title: 'Campaigns', text: 'The life of a campaign.', types: campaignEvents },
  { title: 'Imports', text: 'Lists of contacts that are added to a campaign.', types: importEvents },
  { title: 'Contacts', text: 'What happens to one contact besides attempts.', types: contactEvents },
  { title: 'Attempts', text: 'What happens to one attempt.', types: attemptEvents },
];

type Json = { type?: string | string[]; enum?: unknown[]; anyOf?: Json[]; items?: Json };

function typeInWords(schema: Json): string {
  if (schema.anyOf) return schema.anyOf.map(typeInWords).join(' or ');
  if (schema.enum)
    return schema.enum.length > 12 ? 'code' : schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (schema.type === 'array') return `list of ${typeInWords(schema.items ?? {})}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

function fieldText(name: string, field: z.ZodType): string {
  const isOptional = field instanceof z.ZodOptional;
  const kind = isInstant(field) ? 'instant' : typeInWords(z.toJSONSchema(field) as Json);
  const note = isUnpublished(field) ? ', not published' : '';
  const what = field.description === undefined ? '' : `: ${field.description}`;
  return `\`${name}\`${isOptional ? '?' : ''} (${kind}${note})${what}`;
}

const subjects = { campaign: 'the campaign', contact: 'a contact', attempt: 'an attempt' } as const;

function entryOf([type, { what, ordered, subject, data }]: [string, EventType]): string {
  const fields = Object.entries(data.shape).map(([name, field]) => fieldText(name, field as z.ZodType));
  const by = ordered ? ' `by` says who ordered it.' : '';
  const text = `${what[0]?.toUpperCase()}${what.slice(1)}. It concerns ${subjects[subject]}.${by}`;
  return [`### ${type}`, text, fields.map((field) => `- ${field}`).join('\n')].filter(Boolean).join('\n\n');
}

function sectionOf({ title, text, types }: (typeof sections)[number]): string {
  return [`## ${title}`, text, ...Object.entries(types).map(entryOf)].join('\n\n');
}

const head = `# Events

<!-- Made by scripts/make-event-docs.ts from the catalogue in src/domain/events. Change that, then \`npm run docs\`. -->

Every campaign has a log. Each commit appends the events that say what it changed. The same events are read by
\`GET /v1/campaigns/:id/events\`, followed by \`GET /v1/campaigns/:id/events/stream\` and \`ringmaster events\`, and shown
by \`ringmaster why\` as the history of a contact.

An event has a \`seq\`, which counts from 1 without gaps in its campaign; \`at\`, the time by the campaign's clock; its
\`type\`; the \`position\` of the contact and the id of the \`attempt\` that it concerns; \`by\`, who ordered it (\`key:…\`,
\`local\` where there are no keys, or \`system\`); and \`data\`. Events hold no names, numbers or addresses. A text that
someone wrote may speak of a contact, such as the reason of a pause.

Instances also publish the events [on NATS](nats.md#published-events), without the fields that are marked as not published.

A field with a question mark may be absent: it does not apply, or the event was stored by a version that did not write
it. Instants are RFC 3339 text in UTC.

The lines of a log tell which transitions the [machines](machines.md) took. [replay](../src/queries/journey/replay.ts) plays
them: after the last line, the campaign, its contacts and its attempts are in their stored states. \`became\` is the state of
the contact after the line. A contact is \`pending\` before its first line; a contact that an import adds in another state has
ended and has no lines. A few states have no line of their own. Within a minute of work, a running campaign may already be
\`dispatching\` while its last line is \`campaign.waiting\`. An attempt that is \`settling\` is told when it has ended.`;

const foot = `## Reason codes

\`reason\` in the events above, \`waiting.reason\` of a campaign, \`waitReason\` of a contact and the reasons of \`why\` are
these codes: ${reasonCodes.map((code) => `\`${code}\``).join(', ')}. Where an operator gave the reason, it is in their words.`;

/** The whole page, formatted. */
export async function makeEventDocs(): Promise<string> {
  return formatPage(`${[head, ...sections.map(sectionOf), foot].join('\n\n')}\n`, { proseWrap: 'always' });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../docs/events.md', import.meta.url), await makeEventDocs());
}
