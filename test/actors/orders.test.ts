import { beforeEach, describe, expect, test } from 'vitest';
import type { CampaignCommand, ContactCommand } from '../../src/actors/index.ts';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import { toDelivery } from './support/callbacks.ts';
import { rowOf } from '../support/builders/contacts.ts';
import type { OrderedCall } from '../support/service/carriers/stub-carrier.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';

const by = 'anna';

let cluster: Cluster;
let one: TestInstance;
beforeEach(async () => {
  cluster = await startCluster();
  one = await cluster.join('one');
});

const order = (campaign: string, command: CampaignCommand) =>
  cluster.during(one.engine.command({ campaign, command, by }));
const orderFor = (campaign: string, name: ContactCommand['name'], position: number) =>
  cluster.during(one.engine.commandContact({ campaign, command: { name, position, reason: null }, by }));
const calls = (): readonly OrderedCall[] => cluster.carrier.calls;
const hangUp = (about: OrderedCall) =>
  cluster.during(
    one.engine.receive(toDelivery({ news: 'hang-up 4000', about, step, id: `${about.attempt}:end` })),
  );
const edited = async (campaign: string, change: Partial<CampaignDefinition>) => {
  const { definition } = await cluster.record(campaign);
  return order(campaign, { name: 'edit', definition: { ...definition, ...change } });
};

describe('a contact that is removed during a call', () => {
  test('ends at once, its call is hung up, and what is reported of it afterwards changes no end', async () => {
    const campaign = await startCampaign({
      cluster,
      instance: one,
      contacts: 2,
      rateLimits: { concurrent: 1 },
    });
    const ended: string[] = [];
    cluster.watch = ({ name, side }) => {
      if (side === 'before' && name === 'carrier.DELETE') ended.push(name);
    };
    await cluster.until(() => calls().length === 1);
    const { changed, enrollment } = await orderFor(campaign, 'remove', 1);
    expect([changed, enrollment.state]).toEqual([true, 'cancelled']);
    expect((await orderFor(campaign, 'remove', 1)).changed).toBe(false);
    await cluster.pass(1_000);
    expect(ended).not.toEqual([]);
    expect(calls()).toHaveLength(1);

    await hangUp(calls()[0] as OrderedCall);
    await cluster.until(() => calls().length === 2);
    const [first] = await cluster.store.readEnrollments({ campaign, positions: [1] });
    expect(first).toMatchObject({ state: 'cancelled', attempts: 1, openAttempt: null });
    expect((await cluster.record(campaign)).counters).toMatchObject({
      states: { cancelled: 1, 'in-flight': 1 },
      attempts: { answered: 1, started: 2 },
      open: 1,
    });
    const persons = await cluster.store.readPersons([first?.person ?? '']);
    expect([...persons.values()][0]?.openAttempts).toEqual([]);
  });
});

describe('what cannot be done is refused', () => {
  test('an order for a contact that the campaign does not have', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 1, keepOpen: true });
    await expect(orderFor(campaign, 'pause', 7)).rejects.toMatchObject({ code: 'contact.not-found' });
  });

  test('the archive of a campaign whose calls are still open: it says what to wait for', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 1 });
    await cluster.until(() => cluster.carrier.calls.length === 1);
    await order(campaign, { name: 'cancel', hangUp: false, reason: null });
    await expect(order(campaign, { name: 'archive' })).rejects.toMatchObject({
      code: 'campaign.command-refused',
      hint: 'It can be archived when its open attempts have ended.',
      details: { state: 'cancelling', allowed: [] },
    });
  });

  test('any command of an archived campaign: it takes none any more', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true });
    await order(campaign, { name: 'cancel', hangUp: false, reason: null });
    await order(campaign, { name: 'archive' });
    await expect(order(campaign, { name: 'resume' })).rejects.toMatchObject({
      code: 'campaign.command-refused',
      hint: 'It takes no commands any more.',
      details: { state: 'archived', allowed: [] },
    });
    await expect(edited(campaign, { priority: 9 })).rejects.toMatchObject({
      code: 'campaign.command-refused',
      message: 'An archived campaign cannot be edited.',
    });
  });

  test('an edit that makes a campaign impossible to run: nothing of it is stored', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true });
    await expect(edited(campaign, { priority: -1 })).rejects.toMatchObject({ code: 'definition.invalid' });
    expect(await cluster.record(campaign)).toMatchObject({
      definitionVersion: 1,
      definition: { priority: 5 },
    });
  });

  test('another client, or another name, for a draft', async () => {
    const { definition } = await cluster.record(
      await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true }),
    );
    const { id } = await one.engine.createCampaign({ definition: { ...definition, name: 'draft' }, by });
    await expect(edited(id, { client: 'other' })).rejects.toMatchObject({
      code: 'campaign.edit-refused',
      details: { state: 'draft', refused: ['client'] },
    });
    await expect(edited(id, { name: 'other' })).rejects.toMatchObject({ code: 'campaign.edit-refused' });
    expect((await edited(id, { keepOpen: false })).changed).toBe(true);
  });
});

describe('a draft that is deleted while an order for it is carried out', () => {
  /** Deletes the draft after the order was committed and before its result is read. */
  async function draftThatIsDeletedDuring(verb: 'readImport' | 'readEnrollments'): Promise<string> {
    const { definition } = await cluster.record(
      await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true }),
    );
    const { id } = await one.engine.createCampaign({ definition: { ...definition, name: 'draft' }, by });
    const list = await one.engine.openImport({ campaign: id, format: 'csv', by });
    const chunk = { campaign: id, import: list.id, columns: [], rejected: [], optOuts: [], lastRow: 1 };
    await one.engine.addRows({ ...chunk, rows: [rowOf(1)] });
    const commits = cluster.commits.length;
    const read = one.store[verb] as (...given: readonly unknown[]) => Promise<unknown>;
    Object.assign(one.store, {
      async [verb](...given: readonly unknown[]) {
        if (cluster.commits.length > commits) {
          await one.engine.removeDraft({ campaign: id, by });
          while (await cluster.store.sweepRemoved({ limit: 100 }));
        }
        return read(...given);
      },
    });
    return id;
  }

  test('an upload that was just opened is not found', async () => {
    const campaign = await draftThatIsDeletedDuring('readImport');
    await expect(one.engine.openImport({ campaign, format: 'csv', by })).rejects.toMatchObject({
      code: 'import.not-found',
    });
  });

  test('a contact that was just removed is not found', async () => {
    const campaign = await draftThatIsDeletedDuring('readEnrollments');
    await expect(orderFor(campaign, 'remove', 1)).rejects.toMatchObject({ code: 'contact.not-found' });
  });
});
