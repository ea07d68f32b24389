import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeEventDocs } from '../../../scripts/make-event-docs.ts';
import type { CampaignEvent, NewEvent } from '../../../src/domain/events/campaign-event.ts';
import { loggedEvent } from '../../../src/domain/events/campaign-event.ts';
import { eventCatalogue, eventTypeNames } from '../../../src/domain/events/catalogue.ts';
import { inTodaysWords } from '../../../src/domain/events/former-event.ts';
import { reasonCodes } from '../../../src/domain/reason-code.ts';
import { waitReasons } from '../../../src/domain/contact/enrollment.ts';
import { eventView } from '../../../src/queries/views/event-view.ts';

describe('the catalogue of events', () => {
  test('is what docs/events.md says; `npm run docs` writes it anew', async () => {
    expect(readFileSync('docs/events.md', 'utf8')).toBe(await makeEventDocs());
  });

  test('lets nothing else be logged: the compiler refuses it', () => {
    const log = (event: NewEvent): string => event.type;
    // @ts-expect-error: there is no such type.
    log({ type: 'campaign.danced', by: 'local' });
    // @ts-expect-error: nobody is named who ordered it.
    log({ type: 'campaign.resumed' });
    // @ts-expect-error: it concerns an attempt, and none is named.
    log({ type: 'attempt.ringing', position: 1 });
    // @ts-expect-error: its data has no such reason.
    log({ type: 'enrollment.deferred', position: 1, data: { reason: 'retry', until: 1 } });
    expect(log({ type: 'campaign.resumed', by: 'local' })).toBe('campaign.resumed');
  });

  test('says of every type what happened, in one line', () => {
    for (const type of eventTypeNames) {
      expect(type).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(eventCatalogue[type].what, type).toMatch(/^[a-z][^\n]*[^.\n]$/);
    }
  });

  test('shows every instant of an event as text, whichever field it is', () => {
    const about = { position: 3, attempt: 'att_1' };
    const event = loggedEvent({
      seq: 1,
      at: 0,
      event: { type: 'attempt.ended', ...about, data: { talkSeconds: 7, dueAt: 60_000 } },
    });
    expect(eventView({ campaign: 'cmp_1', event }).data).toEqual({
      talkSeconds: 7,
      dueAt: '1970-01-01T00:01:00Z',
    });
    const probe = loggedEvent({
      seq: 2,
      at: 0,
      event: { type: 'campaign.provider-down', by: 'system', data: { probeAt: 1_000 } },
    });
    expect(eventView({ campaign: 'cmp_1', event: probe }).data).toEqual({ probeAt: '1970-01-01T00:00:01Z' });
  });
});

describe('events of earlier versions', () => {
  const stored = (type: CampaignEvent['type'], data: object): CampaignEvent =>
    ({ seq: 1, at: 0, type, position: 1, attempt: null, by: null, data }) as CampaignEvent;

  test('name what a contact waits for as this version does', () => {
    const former = ['new', 'retry', 'step', 'callback', 'attempts-per-day', 'party-busy', 'not-placed'];
    const now = former.map((reason) => inTodaysWords(stored('enrollment.deferred', { reason })).data);
    // Later reasons never had another word.
    expect(now).toEqual(waitReasons.slice(0, former.length).map((reason) => ({ reason })));
    expect(reasonCodes).toEqual(expect.arrayContaining([...waitReasons]));
  });

  test('keep a reason that is free text, and one that is a code already', () => {
    for (const event of [
      stored('contact.pause', { reason: 'retry' }),
      stored('campaign.paused', { cause: 'operator', by: 'local', reason: 'step' }),
      stored('attempt.ended', { reason: 'retry.waiting' }),
      stored('attempt.ended', { disposition: 'busy' }),
    ])
      expect(inTodaysWords(event)).toEqual(event);
  });
});
