import { channels } from '../../../src/channels/registry.ts';
import { describe, expect, test } from 'vitest';
import { createQueries } from '../../../src/queries/index.ts';
import type { Queries } from '../../../src/queries/index.ts';
import { rowsOf } from '../../support/builders/contacts.ts';
import { startScriptedService } from '../../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../../support/service/start-scripted-service.ts';

const shared = {
  account: { concurrent: null, perSecond: null },
  global: { concurrent: null, perSecond: null },
  caller: { concurrent: null, perSecond: null },
};

describe('what stops a campaign whatever its own state is', () => {
  let service: ScriptedService;

  const started = async (name: string): Promise<string> => {
    const { id } = await service.create({ name });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    await service.startCampaign(id);
    return id;
  };
  /** The same store, as seen by somebody who knows of no instance that runs. */
  const offline = (): Queries =>
    createQueries({
      channels,
      store: service.store,
      business: service.time.clocks.business,
      windowsFor: service.windowsFor,
      shared,
      owners: { isAlive: () => false, startCommand: 'ringmaster serve' },
    });

  test('is nothing while an instance runs it', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const record = await service.record(await started('spring'));
    expect((await service.queries.progress(record)).notices).toEqual([]);
    expect((await service.queries.why(record)).summary).not.toMatch(/service|Emergency/);
  });

  test('is an emergency stop, with who, when, why and the command that lifts it', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const id = await started('spring');
    await service.engine.orderStop({ client: null, reason: 'wrong list', by: 'key:ops' });
    await service.engine.orderStop({ client: 'default', reason: null, by: 'key:lea' });
    await service.engine.orderStop({ client: 'other', reason: null, by: 'key:lea' });
    const record = await service.record(id);
    const notices = [
      {
        code: 'emergency.stop',
        client: '*',
        by: 'key:ops',
        since: '2027-03-01T13:55:00Z',
        reason: 'wrong list',
        detail: 'Emergency stop of every client since 13:55 UTC, by key:ops: wrong list.',
        command: 'ringmaster resume --all',
      },
      {
        client: 'default',
        detail: 'Emergency stop of client default since 13:55 UTC, by key:lea: no reason given.',
        command: 'ringmaster resume --client default',
      },
    ];
    const { queries } = service;
    const [enrollment] = (await service.store.listEnrollments({ campaign: id, limit: 1 })).items;
    if (!enrollment) throw new Error('nobody is enrolled');
    for (const answer of [
      await queries.campaign(record),
      await queries.progress(record),
      await queries.why(record),
      await queries.report(record),
      await queries.whyContact({ record, enrollment }),
    ]) {
      expect(answer).toMatchObject({ notices });
      expect(Object.keys(answer)[0]).toBe('notices');
    }
    const why = await queries.why(record);
    expect(why.summary).toBe('Emergency stop of every client. Nothing is dialled now: 3 contacts wait.');
    expect(why.reasons).toEqual([{ code: 'emergency.stop', contacts: 3, until: null }]);
    expect((await queries.whyContact({ record, enrollment })).summary).toMatch(
      /^Emergency stop of every client\. Waits until/,
    );
    expect((await queries.progress(record)).eta).toBeNull();
    const listed = await queries.campaigns({ records: [record], client: null });
    expect(listed.notices.map(({ client }) => client)).toEqual(['*', 'default', 'other']);
    expect(listed.items).toMatchObject([{ notices }]);
  });

  test('is said of drafts and pauses too, but of nothing that has ended', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 1_000, disposition: 'answered' }) });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    await service.engine.orderStop({ client: 'default', reason: 'fire', by: 'key:ops' });
    const why = async () => service.queries.why(await service.record(id));
    expect((await why()).summary).toMatch(/^Emergency stop of this client\. The campaign is a draft/);
    await service.engine.command({
      campaign: id,
      command: { name: 'cancel', hangUp: false, reason: null },
      by: 'ops',
    });
    await service.pass(60_000);
    expect(await why()).toMatchObject({ notices: [], summary: 'No contact is left.' });
  });

  test('is that no service runs, so that why never says that people are being contacted', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const id = await started('spring');
    await service.pass(6 * 60_000);
    const record = await service.record(id);
    const why = await offline().why(record);
    expect(why.summary).toMatch(/^No running service works on this campaign\. Nothing is dialled now: /);
    expect(why.reasons[0]).toMatchObject({ code: 'campaign.no-owner', until: null });
    expect(why.notices).toMatchObject([{ code: 'service.not-running', command: 'ringmaster serve' }]);
    expect((await offline().progress(record)).eta).toBeNull();
    expect((await offline().attention({ client: null })).map(({ code }) => code)).toEqual([
      'service.not-running',
    ]);
  });

  test('is that the instance which ran it is gone, by its heartbeat', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const id = await started('spring');
    const { owner, epoch } = await service.record(id);
    expect(service.runtime.isAlive(owner)).toBe(true);
    expect(service.runtime.isAlive(null)).toBe(false);
    expect(service.runtime.isAlive('somebody-else')).toBe(false);
    await service.store.claimCampaign({ campaign: id, fromEpoch: epoch, instance: 'somebody-else' });
    const record = await service.record(id);
    expect((await service.queries.why(record)).notices).toMatchObject([
      {
        code: 'campaign.no-owner',
        campaign: id,
        detail: expect.stringMatching(/^No instance runs spring\./) as string,
      },
    ]);
    expect((await service.queries.attention({ client: null }))[0]).toMatchObject({
      code: 'campaign.no-owner',
      name: 'spring',
    });
  });

  test('does not concern the campaign of single calls while it has none', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 1_000, disposition: 'answered' }) });
    const id = await started('spring');
    await service.pass(20 * 60_000);
    const record = await service.record(id);
    expect(record.counters.states).toEqual({ completed: 3 });
    const direct = { ...record, listed: false, state: 'running' as const };
    expect((await offline().report(direct)).notices).toEqual([]);
    expect((await offline().report({ ...direct, listed: true })).notices).toHaveLength(1);
  });
});
