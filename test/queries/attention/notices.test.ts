import { channels } from '../../../src/channels/registry.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { createQueries } from '../../../src/queries/index.ts';
import type { Queries } from '../../../src/queries/index.ts';
import { openStudio, rowsOf } from '../support/studio.ts';
import type { Studio } from '../support/studio.ts';

const shared = {
  account: { concurrent: null, perSecond: null },
  global: { concurrent: null, perSecond: null },
  caller: { concurrent: null, perSecond: null },
};

describe('what stops a campaign whatever its own state is', () => {
  let studio: Studio;
  afterEach(() => studio.close());

  const started = async (name: string): Promise<string> => {
    const { id } = await studio.create({ name });
    await studio.enroll({ campaign: id, rows: rowsOf(3) });
    await studio.start(id);
    return id;
  };
  /** The same store, as seen by somebody who knows of no instance that runs. */
  const offline = (): Queries =>
    createQueries({
      channels,
      store: studio.store,
      business: studio.time.clocks.business,
      windowsFor: studio.windowsFor,
      shared,
      owners: { isAlive: () => false, startCommand: 'ringmaster serve' },
    });

  it('is nothing while an instance runs it', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const record = await studio.record(await started('spring'));
    expect((await studio.queries.progress(record)).notices).toEqual([]);
    expect((await studio.queries.why(record)).summary).not.toMatch(/service|Emergency/);
  });

  it('is an emergency stop, with who, when, why and the command that lifts it', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const id = await started('spring');
    await studio.engine.orderStop({ client: null, reason: 'wrong list', by: 'key:ops' });
    await studio.engine.orderStop({ client: 'default', reason: null, by: 'key:lea' });
    await studio.engine.orderStop({ client: 'other', reason: null, by: 'key:lea' });
    const record = await studio.record(id);
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
    const { queries } = studio;
    const [enrollment] = (await studio.store.listEnrollments({ campaign: id, limit: 1 })).items;
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

  it('is said of drafts and pauses too, but of nothing that has ended', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 1_000, disposition: 'answered' }) });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(2) });
    await studio.engine.orderStop({ client: 'default', reason: 'fire', by: 'key:ops' });
    const why = async () => studio.queries.why(await studio.record(id));
    expect((await why()).summary).toMatch(/^Emergency stop of this client\. The campaign is a draft/);
    await studio.engine.command({
      campaign: id,
      command: { name: 'cancel', hangUp: false, reason: null },
      by: 'ops',
    });
    await studio.pass(60_000);
    expect(await why()).toMatchObject({ notices: [], summary: 'No contact is left.' });
  });

  it('is that no service runs, so that why never says that people are being contacted', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const id = await started('spring');
    await studio.pass(6 * 60_000);
    const record = await studio.record(id);
    const why = await offline().why(record);
    expect(why.summary).toMatch(/^No running service works on this campaign\. Nothing is dialled now: /);
    expect(why.reasons[0]).toMatchObject({ code: 'campaign.no-owner', until: null });
    expect(why.notices).toMatchObject([{ code: 'service.not-running', command: 'ringmaster serve' }]);
    expect((await offline().progress(record)).eta).toBeNull();
    expect((await offline().attention({ client: null })).map(({ code }) => code)).toEqual([
      'service.not-running',
    ]);
  });

  it('is that the instance which ran it is gone, by its heartbeat', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
    const id = await started('spring');
    const { owner, epoch } = await studio.record(id);
    expect(studio.runtime.isAlive(owner)).toBe(true);
    expect(studio.runtime.isAlive(null)).toBe(false);
    expect(studio.runtime.isAlive('somebody-else')).toBe(false);
    await studio.store.claimCampaign({ campaign: id, fromEpoch: epoch, instance: 'somebody-else' });
    const record = await studio.record(id);
    expect((await studio.queries.why(record)).notices).toMatchObject([
      {
        code: 'campaign.no-owner',
        campaign: id,
        detail: expect.stringMatching(/^No instance runs spring\./) as string,
      },
    ]);
    expect((await studio.queries.attention({ client: null }))[0]).toMatchObject({
      code: 'campaign.no-owner',
      name: 'spring',
    });
  });

  it('does not concern the campaign of single calls while it has none', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 1_000, disposition: 'answered' }) });
    const id = await started('spring');
    await studio.pass(20 * 60_000);
    const record = await studio.record(id);
    expect(record.counters.states).toEqual({ completed: 3 });
    const direct = { ...record, listed: false, state: 'running' as const };
    expect((await offline().progress(direct)).notices).toEqual([]);
    expect((await offline().progress({ ...direct, listed: true })).notices).toHaveLength(1);
  });
});
