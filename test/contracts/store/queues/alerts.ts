import { expect, test } from 'vitest';
import type { Alert } from '../../../../src/domain/alert.ts';
import type { NewDelivery } from '../../../../src/persistence/contract/queues/deliveries.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const alert: Alert = {
  id: 'nothing-sent cmp_1',
  code: 'nothing-sent',
  client: 'northwind',
  campaign: 'cmp_1',
  instance: null,
  since: 1_000,
  toldAt: 1_000,
  detail: 'Nothing was sent for 15 minutes.',
};
const deliveryOf = (id: string): NewDelivery => ({
  id,
  client: 'northwind',
  target: 'whk_1',
  type: 'alert.raised',
  campaign: 'cmp_1',
  position: null,
  body: '{}',
  createdAt: 1_000,
  dueAt: 1_000,
  until: 9_000,
});

export function alertTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const deliveries = async () =>
    (await store().listDeliveries({ target: 'whk_1', state: 'waiting', limit: 9 })).items.map(({ id }) => id);
  const raise = (id: string) => store().putAlert({ alert, toldAt: null, deliveries: [deliveryOf(id)] });

  test('an alert is raised once, with its deliveries', async () => {
    expect(await raise('one')).toBe(true);
    expect(await raise('two')).toBe(false);
    expect(await store().listAlerts()).toEqual([alert]);
    expect(await deliveries()).toEqual(['one']);
  });

  test('of several that raise or repeat it at the same time, one succeeds', async () => {
    const raised = await Promise.all(['1', '2', '3', '4'].map(raise));
    expect(raised.filter(Boolean)).toHaveLength(1);
    const later = { ...alert, toldAt: 5_000, detail: 'Nothing was sent for an hour.' };
    const repeated = await Promise.all(
      ['5', '6', '7'].map((id) =>
        store().putAlert({ alert: later, toldAt: 1_000, deliveries: [deliveryOf(id)] }),
      ),
    );
    expect(repeated.filter(Boolean)).toHaveLength(1);
    expect(await store().listAlerts()).toEqual([later]);
    expect(await deliveries()).toHaveLength(2);
  });

  test('is removed only as it was last told', async () => {
    const instance: Alert = {
      ...alert,
      id: 'disk one',
      code: 'disk',
      client: '*',
      campaign: null,
      instance: 'one',
    };
    await raise('one');
    await store().putAlert({ alert: instance, toldAt: null, deliveries: [] });
    expect(await store().listAlerts()).toEqual([instance, alert]);
    const { id } = alert;
    expect(await store().removeAlert({ id, toldAt: 999, deliveries: [deliveryOf('no')] })).toBe(false);
    expect(await store().removeAlert({ id, toldAt: 1_000, deliveries: [deliveryOf('two')] })).toBe(true);
    expect(await store().removeAlert({ id, toldAt: 1_000, deliveries: [deliveryOf('no')] })).toBe(false);
    expect(await store().putAlert({ alert, toldAt: 1_000, deliveries: [deliveryOf('no')] })).toBe(false);
    expect(await store().listAlerts()).toEqual([instance]);
    expect(await deliveries()).toEqual(['one', 'two']);
  });
}
