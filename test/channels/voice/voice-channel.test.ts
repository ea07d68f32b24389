import { describe, expect, test } from 'vitest';
import { describeRemoteChannel } from '../../contracts/channel.suite.ts';
import { openVoice } from '../support/voice-setup.ts';

describeRemoteChannel({ name: 'voice', open: () => openVoice() });

describe('the check of the voice channel', () => {
  test.each([
    [true, 'the SIMULATOR answers: no real calls'],
    [false, 'Plivo answers and knows the account'],
  ])('says whose answer it was (simulated: %s)', async (isSimulated, detail) => {
    const { channel, during, close } = await openVoice({ isSimulated });
    expect(await during(channel.check())).toEqual({ ok: true, detail });
    await close();
  });

  test('never calls a simulator that is gone Plivo', async () => {
    const { channel, during, close, provider } = await openVoice({ isSimulated: true });
    await provider.vanish();
    const { ok, detail } = await during(channel.check());
    expect({ ok, detail }).toEqual({
      ok: false,
      detail: expect.stringMatching(/^the SIMULATOR cannot be used: The carrier gave no answer/),
    });
    await close();
  });
});
