import { beforeEach, describe, expect, test } from 'vitest';
import { assign, createMachine } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { models, reachableStrides, silentScope, valueOf } from '../../machines/models.ts';
import type { Model } from '../../machines/models.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService();
});

/** Builds the machine from the JSON, with guards and actions by name. */
function build(config: object, { implementation: { guards, updates, effects } }: Model): AnyStateMachine {
  const assigns = Object.entries(updates).map(([name, update]) => [name, assign(update as never)]);
  const idle = effects.map((effect) => [effect, () => undefined]);
  return createMachine(config).provide({
    guards: guards as never,
    actions: Object.fromEntries([...assigns, ...idle]) as never,
  });
}

describe.each(models.map((model) => [model.name, model] as const))('the config of %s', (name, model) => {
  test('is JSON that creates the same machine, in every state and for every event', async () => {
    const { body } = await service.send<{ config: object }>('GET', `/v1/machines/${name}`);
    const machine = build(body.config, model);
    const visited = new Set<string>();
    for (const { state, event, nextState } of reachableStrides(model)) {
      const { value, context } = state;
      const after = machine.transition(machine.resolveState({ value, context }), event, silentScope);
      const [got, wanted] = [after, nextState].map((one) => JSON.stringify([one.value, one.context]));
      if (got !== wanted) expect({ event, after: after.value }).toEqual({ event, after: nextState.value });
      expect(got).toBe(wanted);
      visited.add(valueOf(after.value));
    }
    const leaves = Object.values(model.machine.root.states).flatMap(({ key, states }) =>
      Object.keys(states).length === 0 ? [key] : Object.keys(states).map((inner) => `${key}.${inner}`),
    );
    expect([...visited].sort()).toEqual(leaves.sort());
  });
});

describe('the actor of a contact', () => {
  test('that has ended is in the state `ended`, with its end in the context', async () => {
    const { body } = await service.send('POST', '/v1/campaigns', campaignFile());
    const id = String(body['id']);
    await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14']), { 'content-type': 'text/csv' });
    const list = await service.send<{ items: { id: string }[] }>('GET', `/v1/campaigns/${id}/contacts`);
    const contact = String(list.body.items[0]?.id);
    const read = async () => (await service.send('GET', `/v1/actors/${contact}?campaign=${id}`)).body;

    const before = await read();
    expect(before).toMatchObject({ machine: 'enrollment', state: 'pending' });
    expect(before['context']).not.toHaveProperty('end');
    await service.send('POST', `/v1/campaigns/${id}/contacts/${contact}/skip`);
    await service.until(async () => (await read())['state'] !== 'pending');

    const after = await read();
    expect(after).toMatchObject({
      state: 'ended',
      nextEvents: ['AMENDED', 'ATTEMPT_ENDED', 'END', 'LATE_END', 'NOT_PLACED', 'REOPEN'],
    });
    expect(after['context']).toMatchObject({ end: 'exhausted', endedAt: '2027-03-01T15:00:00Z' });
    expect(after['context']).not.toHaveProperty('state');
  });
});
