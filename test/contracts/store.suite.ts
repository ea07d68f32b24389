import { describe } from 'vitest';
import { alertTests } from './store/queues/alerts.ts';
import { attemptTests } from './store/attempts/attempts.ts';
import { attendanceTests } from './store/attempts/attendance.ts';
import { breakerTests } from './store/attempts/breakers.ts';
import { campaignTests } from './store/campaigns/campaigns.ts';
import { clockTests } from './store/clock.ts';
import { clientLogTests } from './store/clients/client-log.ts';
import { conflictTests } from './store/turn/conflicts.ts';
import { deliveryTests } from './store/queues/deliveries.ts';
import { messageTests } from './store/attempts/messages.ts';
import { reviewTests } from './store/queues/reviews.ts';
import { sessionTests } from './store/clients/sessions.ts';
import { takeoverTests } from './store/campaigns/takeovers.ts';
import { taskTests } from './store/queues/tasks.ts';
import { webhookTests } from './store/queues/webhooks.ts';
import { dueTests } from './store/contacts/due.ts';
import { retentionTests } from './store/campaigns/retention.ts';
import { erasureTests } from './store/persons/erasure.ts';
import { eventTests } from './store/campaigns/events.ts';
import { holdingTests } from './store/attempts/holdings.ts';
import { incarnationTests } from './store/incarnations/incarnations.ts';
import { importTests } from './store/contacts/imports.ts';
import { joinTests } from './store/persons/joins.ts';
import { limitTests } from './store/attempts/limits.ts';
import { logChunkTests } from './store/campaigns/log-chunks.ts';
import { modelTests } from './store/model/model.ts';
import { newsTests } from './store/turn/news.ts';
import { ownedTests } from './store/campaigns/owned.ts';
import { ownershipTests } from './store/campaigns/ownership.ts';
import { peopleTests } from './store/contacts/people.ts';
import { publicationTests } from './store/campaigns/publications.ts';
import { raceTests } from './store/turn/races.ts';
import { requestTests } from './store/clients/requests.ts';
import { handedStartTests } from './store/attempts/handed-starts.ts';
import { reservationTests } from './store/attempts/reservations.ts';
import { costTests } from './store/cost/cost.ts';
import { senderTests } from './store/senders/senders.ts';
import { spreadTests } from './store/senders/spread.ts';
import { seriesTests } from './store/campaigns/series.ts';
import { settingTests } from './store/clients/settings.ts';
import { consentTests } from './store/persons/consents.ts';
import { suppressionTests } from './store/persons/suppressions.ts';
import type { OpenStore } from './store/store-under-test.ts';
import { transitionCountTests } from './store/campaigns/transition-counts.ts';
import { turnTests } from './store/turn/turns.ts';

/** What every store must do, run against the real thing. `open` gives an empty store and a way to be rid of it. */
export function storeSuite({ name, open }: { name: string; open: OpenStore }): void {
  describe(`the store contract: ${name}`, () => {
    describe('campaigns', () => {
      campaignTests({ open });
    });
    describe('the clock', () => {
      clockTests({ open });
    });
    describe('senders', () => {
      senderTests({ open });
    });
    describe('rates and spending', () => {
      costTests({ open });
    });
    describe('reservations among several scopes', () => {
      spreadTests({ open });
    });
    describe('ownership', () => {
      ownershipTests({ open });
    });
    describe('takeovers', () => {
      takeoverTests({ open });
    });
    describe('owned campaigns', () => {
      ownedTests({ open });
    });
    describe('news for owners', () => {
      newsTests({ open });
    });
    describe('turns', () => {
      turnTests({ open });
    });
    describe('conflicts', () => {
      conflictTests({ open });
    });
    describe('due people', () => {
      dueTests({ open });
    });
    describe('people', () => {
      peopleTests({ open });
    });
    describe('consents', () => {
      consentTests({ open });
    });
    describe('persons that are joined', () => {
      joinTests({ open });
    });
    describe('attempts', () => {
      attemptTests({ open });
    });
    describe('events and inbox', () => {
      eventTests({ open });
    });
    describe('published logs', () => {
      publicationTests({ open });
    });
    describe('figures over time', () => {
      seriesTests({ open });
    });
    describe('counts of transitions', () => {
      transitionCountTests({ open });
    });
    describe('the chunks of the log', () => {
      logChunkTests({ open });
    });
    describe('imports and results', () => {
      importTests({ open });
    });
    describe('suppressions', () => {
      suppressionTests({ open });
    });
    describe('erasure', () => {
      erasureTests({ open });
    });
    describe('retention', () => {
      retentionTests({ open });
    });
    describe('requests', () => {
      requestTests({ open });
    });
    describe('emergency stops and clients', () => {
      settingTests({ open });
    });
    describe('incarnations', () => {
      incarnationTests({ open });
    });
    describe('limits', () => {
      limitTests({ open });
    });
    describe('holdings', () => {
      holdingTests({ open });
    });
    describe('reservations', () => {
      reservationTests({ open });
    });
    describe('handed starts', () => {
      handedStartTests({ open });
    });
    describe('attendance', () => {
      attendanceTests({ open });
    });
    describe('breakers', () => {
      breakerTests({ open });
    });
    describe('deliveries', () => {
      deliveryTests({ open });
    });
    describe('webhooks', () => {
      webhookTests({ open });
    });
    describe('alerts', () => {
      alertTests({ open });
    });
    describe('messages', () => {
      messageTests({ open });
    });
    describe('reviews', () => {
      reviewTests({ open });
    });
    describe('sessions', () => {
      sessionTests({ open });
    });
    describe('tasks', () => {
      taskTests({ open });
    });
    describe('the log of a client', () => {
      clientLogTests({ open });
    });
    describe('races', () => {
      raceTests({ open });
    });
    describe('random histories', () => {
      modelTests({ open });
    });
  });
}
