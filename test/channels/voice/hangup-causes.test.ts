import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { makeHangUpDocs } from '../../../scripts/make-hangup-docs.ts';
import { isListedCause, judgeHangUp } from '../../../src/channels/voice/hangup-causes.ts';
import { callDispositions } from '../../../src/channels/voice/call.ts';

const unanswered = { callStatus: 'failed', answered: false };

test.each([
  ['busy', null, [3010, 3100]],
  ['no-answer', null, [3000, 6010]],
  ['rejected', null, [3020, 3040, 3110]],
  ['rejected', 'provider', [3130]],
  ['invalid', null, [2000, 2010, 2020, 3050, 3120]],
  ['machine', null, [9100]],
  ['cancelled', null, [1000]],
  ['failed', 'credit', [1010]],
  ['failed', 'throttled', [1020, 5030]],
  ['failed', 'configuration', [2030, 2040, 2050, 2060, 2070, 3030, 3140, 4210, 4240, 4250]],
  ['failed', 'provider', [3070, 3080, 3090, 5000, 5010, 5020, 6020]],
  [
    'failed',
    'provider',
    [7011, 7012, 7013, 7014, 7022, 7023, 7024, 7032, 7033, 7034, 8011, 8012, 8013, 8014],
  ],
] as const)('codes that mean %s (fault %s)', (disposition, fault, codes) => {
  for (const code of codes) {
    expect([code, judgeHangUp({ ...unanswered, code: String(code) })]).toEqual([
      code,
      { disposition, fault },
    ]);
  }
});

test.each(['4000', '4010', '4020', '4030', '6000'])(
  'code %s is answered only if somebody picked up',
  (code) => {
    expect(judgeHangUp({ code, callStatus: 'completed', answered: true }).disposition).toBe('answered');
    expect(judgeHangUp({ code, callStatus: 'completed', answered: false }).disposition).toBe('no-answer');
    expect(judgeHangUp({ code, callStatus: 'busy', answered: false }).disposition).toBe('busy');
  },
);

test.each(['7000', '7099', ' 8015 '])(
  'the unlisted code %s of our URLs is a fault of the provider, if the call failed',
  (code) => {
    expect(judgeHangUp({ ...unanswered, code })).toEqual({ disposition: 'failed', fault: 'provider' });
    const talked = judgeHangUp({ code, callStatus: 'completed', answered: true });
    expect(talked).toEqual({ disposition: 'answered', fault: null });
    expect(judgeHangUp({ code, callStatus: 'busy', answered: false })).toEqual({
      disposition: 'busy',
      fault: null,
    });
  },
);

test('a machine is a machine although the call was answered', () => {
  const judged = judgeHangUp({ code: '9100', callStatus: 'completed', answered: true });
  expect(judged).toEqual({ disposition: 'machine', fault: null });
});

test.each([
  ['completed', true, 'answered'],
  ['completed', false, 'failed'],
  ['ANSWER', true, 'answered'],
  ['busy', false, 'busy'],
  ['timeout', false, 'no-answer'],
  ['no-answer', false, 'no-answer'],
  ['NO_ANSWER', false, 'no-answer'],
  ['cancel', false, 'cancelled'],
  ['failed', false, 'failed'],
  ['', false, 'failed'],
] as const)(
  'an unknown code with status %s (answered: %s) is judged as %s',
  (callStatus, answered, disposition) => {
    for (const code of ['', '0', '9999', 'nonsense']) {
      expect([code, judgeHangUp({ code, callStatus, answered })]).toEqual([
        code,
        { disposition, fault: null },
      ]);
    }
  },
);

test('every cause of the provider has a disposition, and only answered calls count as answered', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.integer({ min: 0, max: 9999 }).map(String)),
      fc.oneof(fc.string(), fc.constantFrom('completed', '__proto__', 'constructor')),
      fc.boolean(),
      (code, callStatus, answered) => {
        const { disposition } = judgeHangUp({ code, callStatus, answered });
        expect(callDispositions.map(({ name }) => name)).toContain(disposition);
        expect(answered || disposition !== 'answered').toBe(true);
      },
    ),
  );
});

test('the page of the codes is up to date, and tells listed codes from others', async () => {
  const page = await readFile(new URL('../../../docs/hangup-causes.md', import.meta.url), 'utf8');
  expect(page).toBe(await makeHangUpDocs());
  expect(['4000', ' 9100 ', '', '3999', 'x'].map(isListedCause)).toEqual([true, true, true, false, false]);
});
