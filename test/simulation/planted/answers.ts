import type { Mutant } from './mutant.ts';

/** Mistakes with answers of the provider, and attempts whose result is unknown. */
export const answers: readonly Mutant[] = [
  {
    name: 'take a 5xx answer as proof that nothing was placed',
    seed: 4,
    file: 'src/channels/voice/plivo/answers/read.ts',
    find: 'if (status < 400 || status > 499) return null;',
    replace: "if (status >= 500) return { text: 'failed', codes: ['5030'] }; if (status < 400) return null;",
  },
  {
    name: "take a proxy's 403 or 407 to a placement as proof that nothing was placed",
    seed: 12,
    file: 'src/channels/voice/plivo/answers/place-reply.ts',
    find: 'const refusal = refusalOf(answer);',
    replace: "const refusal = status >= 400 && status < 500 ? { text: '5030', codes: [] } : null;",
  },
  {
    name: 'take any 2xx answer to a request for a record as the end of the call',
    seed: 10,
    file: 'src/channels/voice/plivo/client.ts',
    find: "return readOne(reply, {\n        what: 'the record of the call asked for',",
    replace:
      "if (reply.kind === 'answer' && reply.status < 300 && !reply.body.includes(callId)) return { callId, from: '', to: '', initiatedAt: null, answered: false, talkSeconds: 0, status: '', cause: { code: '', name: '', source: '' } }; return readOne(reply, {\n        what: 'the record of the call asked for',",
  },
  {
    name: "take another call's record as the record asked for",
    seed: 10,
    file: 'src/channels/voice/plivo/client.ts',
    find: 'isAbout: (record) => record.callId === callId && isBetween(record, numbers),',
    replace: '',
  },
  {
    // Numbers and times are compared beside it, so the mistake is made where both are known to have fitted.
    name: 'take any 200 answer to a look for a queued call as the queued call looked for',
    seed: 11,
    file: 'src/channels/voice/search.ts',
    find: "const queued = await look(() => findOpenCall({ client, attempt, state: 'queued' }));",
    replace:
      "const queued = await look(() => findOpenCall({ client, attempt, state: 'queued' }).catch((error) => { if (error?.details?.status !== 200) throw error; return { callId: 'any', requestId: null, from: '', to: '', status: 'queued', startedAt: null } as const; }));",
  },
  {
    name: "take a proxy's 404 as the carrier's word that there is no such call",
    seed: 3,
    file: 'src/channels/voice/plivo/answers/read.ts',
    find: "return reply.kind === 'answer' && reply.status === 404 && refusalOf(reply) !== null;",
    replace: "return reply.kind === 'answer' && reply.status === 404;",
  },
  {
    name: 'take a search without an answer as one that found nothing',
    seed: 3,
    file: 'src/actors/sending/searching.ts',
    find: "it will be repeated');\n      return null;",
    replace: "it will be repeated');\n      return [];",
  },
  {
    name: 'retry an unknown at once: what a dead process left behind was not placed',
    seed: 5,
    file: 'src/actors/turn/checks/checks.ts',
    find: "event: { type: 'AMBIGUOUS', searchUntil, checkAt: set.at },",
    replace: "event: { type: 'NOT_PLACED', at: set.at },",
  },
  {
    name: 'give up an unknown attempt at once',
    seed: 1,
    file: 'src/actors/kit.ts',
    find: 'searchPeriodMs: 15 * 60_000,',
    replace: 'searchPeriodMs: 1_000,',
  },
  {
    name: 'take a search without a find as proof',
    seed: 1,
    file: 'src/actors/decide/performed.ts',
    find: "type: 'NO_TRACE',",
    replace: "type: 'SEARCH_ENDED', at: set.at,",
  },
  {
    name: 'count an attempt on a 429',
    seed: 1,
    file: 'src/machines/enrollment/enrollment-updates.ts',
    find: 'attempts: context.attempts - 1,',
    replace: 'attempts: context.attempts,',
  },
  {
    name: 'keep no callback that says nothing new',
    seed: 2,
    file: 'src/actors/decide/callbacks.ts',
    find: "const effect = problem === null ? effectOf({ before, after, verdict }) : 'unusable';",
    replace:
      "const effect = problem === null ? effectOf({ before, after, verdict }) : 'unusable'; if (effect === 'none') return verdict;",
  },
  {
    name: 'send the evidence of a callback to the owner without the callback',
    seed: 2,
    file: 'src/actors/host/routing.ts',
    find: "const result = event.type === 'evidence' ? impersonalResult(event) : null;",
    replace:
      "const result = event.type === 'evidence' ? impersonalResult({ ...event, callback: undefined }) : null;",
  },
  {
    name: 'take a call that the list of live calls does not have as ended',
    test: 'test/channels/voice/live-list.test.ts',
    file: 'src/channels/voice/index.ts',
    find: 'live.length > 0 ? live : await searchAttempt({ client, attempt })',
    replace:
      "live.length > 0 || attempt.reachedAt === null ? [...live] : [{ kind: 'ended', rank: 4, providerId: null, disposition: 'answered', cause: null, fault: null, details: {} }]",
  },
  {
    name: 'never look for a listed call by itself',
    test: 'test/channels/voice/live-list.test.ts',
    file: 'src/channels/voice/live-list.ts',
    find: 'reachedAt === null || isDueAlone(providerId)',
    replace: 'reachedAt === null',
  },
  {
    name: 'repeat a transfer whose answer was lost',
    test: 'test/http/routes/call-transfer.test.ts',
    file: 'src/actors/use-cases/transfer.ts',
    find: 'return await channel.transfer(order);',
    replace:
      "const first = await channel.transfer(order); return first.kind === 'unknown' ? await channel.transfer(order) : first;",
  },
  {
    name: 'answer a callback that names no known call before the answer to its placement',
    test: 'test/http/older-shapes.test.ts',
    file: 'src/channels/voice/plivo/callbacks/older-webhooks.ts',
    find: 'const holdMs = 8_000;',
    replace: 'const holdMs = 0;',
  },
  {
    name: 'accept a replay of a callback at any time',
    test: 'test/http/older-shapes.test.ts',
    file: 'src/channels/voice/plivo/callbacks/nonces.ts',
    find: 'return at !== undefined && clock.now() - at > repeatsMs;',
    replace: 'return at === Infinity;',
  },
];
