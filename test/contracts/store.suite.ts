import { describe } from 'vitest';
import { attemptTests } from './store/attempts.ts';
import { breakerTests } from './store/breakers.ts';
import { campaignTests } from './store/campaigns.ts';
import { clientLogTests } from './store/client-log.ts';
import { conflictTests } from './store/conflicts.ts';
import { deliveryTests } from './store/deliveries.ts';
import { messageTests } from './store/messages.ts';
import { reviewTests } from './store/reviews.ts';
import { sessionTests } from './store/sessions.ts';
import { taskTests } from './store/tasks.ts';
import { dueTests } from './store/due.ts';
import { eventTests } from './store/events.ts';
import { holdingTests } from './store/holdings.ts';
import { importTests } from './store/imports.ts';
import { joinTests } from './store/joins.ts';
import { limitTests } from './store/limits.ts';
import { logChunkTests } from './store/log-chunks.ts';
import { modelTests } from './store/model.ts';
import { ownershipTests } from './store/ownership.ts';
import { peopleTests } from './store/people.ts';
import { raceTests } from './store/races.ts';
import { requestTests } from './store/requests.ts';
import { reservationTests } from './store/reservations.ts';
import { seriesTests } from './store/series.ts';
import { settingTests } from './store/settings.ts';
import { suppressionTests } from './store/suppressions.ts';
import type { OpenStore } from './store/store-under-test.ts';
import { transitionCountTests } from './store/transition-counts.ts';
import { turnTests } from './store/turns.ts';

/** What every store must do, run against the real thing. `open` gives an empty store and a way to be rid of it. */
export function storeSuite({ name, open }: { name: string; open: OpenStore }): void {
  describe(`the store contract: ${name}`, () => {
    describe('campaigns', () => {
      campaignTests({ open });
    });
    describe('ownership', () => {
      ownershipTests({ open });
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
    describe('persons that are joined', () => {
      joinTests({ open });
    });
    describe('attempts', () => {
      attemptTests({ open });
    });
    describe('events and inbox', () => {
      eventTests({ open });
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
    describe('requests', () => {
      requestTests({ open });
    });
    describe('holds and clients', () => {
      settingTests({ open });
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
    describe('breakers', () => {
      breakerTests({ open });
    });
    describe('deliveries', () => {
      deliveryTests({ open });
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
