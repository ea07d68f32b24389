import { expect, test } from 'vitest';
import { callParameters } from '../../../../src/channels/voice/plivo/call-parameters.ts';
import { readCallbackPolicy } from '../../../../src/simulator/callbacks/callback-policy.ts';
import { readPlaceCallRequest } from '../../../../src/simulator/calls/place-call-request.ts';
import { newTouch, voiceStep } from '../../support/touches.ts';
import { publicUrl } from '../../support/voice-setup.ts';

const touch = newTouch();
const parametersOf = (change: Record<string, unknown> = {}) =>
  callParameters({ touch, step: voiceStep(change), publicUrl });

test('a call names one number, its own limits, and a URL for everything that can happen', () => {
  const names = ['from', 'to', 'ring_timeout', 'time_limit', 'machine_detection'];
  for (const url of ['answer', 'fallback', 'ring', 'hangup', 'machine_detection'])
    names.push(`${url}_url`, `${url}_method`);
  const parameters = parametersOf({ ringTimeout: '45s', timeLimit: '5m' });
  expect(Object.keys(parameters).toSorted()).toEqual(names.toSorted());
  expect(parameters).toMatchObject({
    from: '12025550100',
    to: '12025550147',
    ring_timeout: 45,
    time_limit: 300,
    machine_detection: 'hangup',
  });
  expect(parameters['fallback_url']).toBe(parameters['answer_url']);
});

test('every URL names attempt and campaign in its query, and is delivered again whatever goes wrong', () => {
  const urls = Object.entries(parametersOf()).filter(([name]) => name.endsWith('_url'));
  expect(urls).toHaveLength(5);
  for (const [, url] of urls) {
    const { searchParams } = new URL(String(url));
    expect(Object.fromEntries(searchParams)).toEqual({ attempt: touch.attempt, campaign: touch.campaign });
    const { readMs, retries, retryOn } = readCallbackPolicy(String(url));
    expect({ readMs, retries }).toEqual({ readMs: 5000, retries: 5 });
    expect([...retryOn].toSorted()).toEqual(['4xx', '5xx', 'ct', 'rt']);
  }
});

test('without machine detection nothing is said about it', () => {
  const names = Object.keys(parametersOf({ machineDetection: 'off' }));
  expect(names.filter((name) => name.startsWith('machine'))).toEqual([]);
});

test('the carrier takes the longest times a step may have', () => {
  const parameters = parametersOf({ ringTimeout: '10m', timeLimit: '4h' });
  expect(readPlaceCallRequest(parameters)).toHaveProperty('request');
});

test('an extension is dialled two seconds after the answer, and no answering machine is looked for then', () => {
  const parameters = callParameters({
    touch: newTouch({ extension: '4021' }),
    step: voiceStep({ machineDetection: 'hangup' }),
    publicUrl,
  });
  expect(parameters).toMatchObject({ to: '12025550147', send_digits: 'WW4021' });
  expect(Object.keys(parameters).filter((name) => name.startsWith('machine'))).toEqual([]);
  expect(readPlaceCallRequest(parameters)).toMatchObject({ request: { send_digits: 'WW4021' } });
});
