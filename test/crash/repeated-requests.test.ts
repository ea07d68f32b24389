import { expect, test } from 'vitest';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import type { TestService } from '../support/service/start-service.ts';
import { killAndRepeat } from './repeated-requests.ts';
import type { WritingRequest } from './repeated-requests.ts';

const spring = '/v1/campaigns/spring-checkup';
const person = `${spring}/contacts/${encodeURIComponent('+12125550000')}`;
const call = { to: '+12125550113', from: '+12025550100', speak: 'Hello.' };
/** No other work runs during a test: no call is dialed. */
const asleep = campaignFile({ sendWindow: { start: '06:00', end: '06:30' } });

const draft = async (service: TestService): Promise<void> => {
  await service.send('POST', '/v1/campaigns', asleep);
};
const filled = async (service: TestService): Promise<void> => {
  await draft(service);
  await service.send('POST', `${spring}/contacts`, csvOf(['00', '01']), { 'content-type': 'text/csv' });
};
const running = async (service: TestService): Promise<void> => {
  await filled(service);
  await service.send('POST', `${spring}/start`, {});
};
const paused = async (service: TestService): Promise<void> => {
  await running(service);
  await service.send('POST', `${spring}/pause`, {});
};
const cancelled = async (service: TestService): Promise<void> => {
  await running(service);
  await service.send('POST', `${spring}/cancel`, {});
};
const stopped = async (service: TestService): Promise<void> => {
  await service.send('POST', '/v1/pause', {});
};
const personPaused = async (service: TestService): Promise<void> => {
  await running(service);
  await service.send('POST', `${person}/pause`, {});
};
const suppressed = async (service: TestService): Promise<void> => {
  await service.send('POST', '/v1/suppressions', { address: '+12125550000' });
};
/** Long enough for several commits. */
const list = `phone,first_name\n${Array.from({ length: 600 }, (_, index) => `+1212${5_550_000 + index},Ann`).join('\n')}\n`;

const requests: Record<string, WritingRequest> = {
  'create a campaign': { method: 'POST', path: '/v1/campaigns', body: asleep },
  edit: { method: 'PATCH', path: spring, body: { priority: 3 }, prepare: draft },
  'delete a draft': { method: 'DELETE', path: spring, prepare: filled },
  start: { method: 'POST', path: `${spring}/start`, body: {}, prepare: filled },
  schedule: {
    method: 'POST',
    path: `${spring}/start`,
    body: { startAt: '2027-03-05T15:00:00Z' },
    prepare: filled,
  },
  pause: { method: 'POST', path: `${spring}/pause`, body: { reason: 'lunch' }, prepare: running },
  resume: { method: 'POST', path: `${spring}/resume`, body: {}, prepare: paused },
  cancel: { method: 'POST', path: `${spring}/cancel`, body: {}, prepare: running },
  archive: { method: 'POST', path: `${spring}/archive`, body: {}, prepare: cancelled },
  'import a list': {
    method: 'POST',
    path: `${spring}/contacts`,
    body: list,
    type: 'text/csv',
    prepare: draft,
  },
  'pause a person': { method: 'POST', path: `${person}/pause`, body: {}, prepare: running },
  'resume a person': { method: 'POST', path: `${person}/resume`, body: {}, prepare: personPaused },
  'skip a step': { method: 'POST', path: `${person}/skip`, body: {}, prepare: running },
  'remove a person': { method: 'POST', path: `${person}/remove`, body: {}, prepare: running },
  'the first single call of a client': { method: 'POST', path: '/v1/calls', body: call },
  'suppress an address': {
    method: 'POST',
    path: '/v1/suppressions',
    body: { address: '+12125550000' },
    prepare: running,
  },
  'lift a suppression': {
    method: 'DELETE',
    path: `/v1/suppressions/${encodeURIComponent('+12125550000')}`,
    prepare: suppressed,
  },
  'stop everything': { method: 'POST', path: '/v1/pause', body: { reason: 'fire' }, prepare: running },
  'lift the stop': { method: 'POST', path: '/v1/resume', body: {}, prepare: stopped },
  'stop a client': { method: 'POST', path: '/v1/clients/default/pause', body: {}, prepare: running },
  'set a client': { method: 'PUT', path: '/v1/clients/default', body: { limits: { concurrent: 3 } } },
};

test.each(Object.entries(requests))(
  'after a kill at any write of "%s", a repeat has one effect and the answer of an uninterrupted request',
  async (_, request) => {
    const { outcome: undisturbed, crossed } = await killAndRepeat({ request, at: 0 });
    expect(undisturbed?.status).toBeLessThan(300);
    expect(crossed).toContain('store.putReply');
    for (let at = 1; at <= crossed.length; at += 1) {
      const killed = await killAndRepeat({ request, at });
      expect({ at: killed.crossed.at(-1), ...killed.outcome }).toEqual({
        at: crossed[at - 1],
        ...undisturbed,
      });
    }
  },
);
