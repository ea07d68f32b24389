import { beforeEach, expect, test } from 'vitest';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { CallView } from '../../../src/queries/index.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const flow = [{ speak: 'This call is recorded.' }, { record: 'call' }, { speak: 'Goodbye.' }];
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' };
/** A number whose calls are answered. */
const phone = '+12125550100';

let service: TestService;
let call: string;
let path: string;
beforeEach(async () => {
  service = await startService();
  await service.send('POST', '/v1/campaigns', {
    name: 'recorded',
    steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow }],
    sendWindow: always,
  });
  const list = `first_name,phone\nAnna,${phone}\n`;
  await service.send('POST', '/v1/campaigns/recorded/contacts', list, { 'content-type': 'text/csv' });
  await service.send('POST', '/v1/campaigns/recorded/start', {});
  await service.until(async () => {
    const { body } = await service.send<{ items: CallView[] }>('GET', '/v1/calls?campaign=recorded');
    const [first] = body.items;
    call = first?.id ?? '';
    return first?.active === false && first.recordings.length > 0;
  });
  path = `/v1/calls/${call}/recordings/${(await recordings())[0]?.id}`;
});

const recordings = async () => (await service.send<CallView>('GET', `/v1/calls/${call}`)).body.recordings;
const attemptOfCall = async () => {
  const [attempt] = await service.store.readAttempts([call]);
  if (!attempt) throw new Error('no attempt');
  return attempt;
};
/** Asks the carrier for the recording of an attempt as it was. */
const readAgain = (attempt: Attempt) =>
  service.during(service.engine.readRecording({ attempt, recording: path.split('/').at(-1) ?? '' }));
const download = () => service.sendRaw(new Request(`http://localhost${path}`));

test('a recording is listed without its address, passed on from the carrier, and deleted there too', async () => {
  expect(await recordings()).toEqual([
    { id: expect.any(String) as string, seconds: expect.any(Number) as number },
  ]);
  const all = JSON.stringify((await service.send('GET', `/v1/calls/${call}`)).body);
  expect(all).not.toContain('media.plivo.com');
  const sound = await download();
  expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  expect(Buffer.from(await sound.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF');
  const kept = await attemptOfCall();
  expect((await service.send('DELETE', path)).body).toMatchObject({ id: call, recordings: [] });
  expect((await service.send('GET', path)).body).toMatchObject({ status: 404, code: 'recording.not-found' });
  await expect(readAgain(kept)).rejects.toMatchObject({ code: 'recording.gone' });
});

test('the recordings of a person are deleted at the carrier before the person is erased', async () => {
  const kept = await attemptOfCall();
  await service.send('POST', '/v1/erasures', { address: phone });
  expect((await attemptOfCall()).details).toBeNull();
  await expect(readAgain(kept)).rejects.toMatchObject({ code: 'recording.gone' });
});
