/** A mistake planted on purpose: one line of the source, replaced. The simulation must find it. */
export type Mutant = { name: string; file: string; find: string; replace: string };

/** Each `find` must stand exactly once in its file. Where a defence is doubled, the line both rest on is spoilt. */
export const mutants: readonly Mutant[] = [
  {
    name: 'count a step that contacts nobody as a call',
    file: 'src/channels/log/descriptor.ts',
    find: 'addressKind: null,',
    replace: "addressKind: 'phone',",
  },
  {
    name: 'take a step that contacts nobody for having reached the contact',
    file: 'src/machines/enrollment-updates.ts',
    find: 'if (!contacts) return false;',
    replace: '',
  },
  {
    name: 'drop the epoch from the filter of a commit',
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'WHERE id = ? AND epoch = ? AND rev = ?',
    replace: 'WHERE id = ? AND ? >= 0 AND rev = ?',
  },
  {
    name: 'acknowledge before the commit',
    file: 'src/actors/host/campaign-actor.ts',
    find: 'queue.push({ event, inboxId: null, request, resolve, reject });',
    replace: "queue.push({ event, inboxId: null, request, reject: () => undefined }); resolve('current');",
  },
  {
    name: 'acknowledge a callback for another owner without storing it',
    file: 'src/actors/host/runtime.ts',
    find: 'await keep(campaign, event, id);',
    replace: 'void event;',
  },
  {
    name: 'take a 5xx answer as proof that nothing was placed',
    file: 'src/channels/voice/plivo/answers/read.ts',
    find: 'if (status < 400 || status > 499) return null;',
    replace: "if (status >= 500) return { text: 'failed', codes: ['5030'] }; if (status < 400) return null;",
  },
  {
    name: "take a proxy's 403 or 407 to a placement as proof that nothing was placed",
    file: 'src/channels/voice/plivo/answers/place-reply.ts',
    find: 'const refusal = refusalOf(answer);',
    replace: "const refusal = status >= 400 && status < 500 ? { text: '5030', codes: [] } : null;",
  },
  {
    name: 'take any 2xx answer to a request for a record as the end of the call',
    file: 'src/channels/voice/plivo/client.ts',
    find: "return readOne(reply, {\n        what: 'the record of the call asked for',",
    replace:
      "if (reply.kind === 'answer' && reply.status < 300 && !reply.body.includes(callId)) return { callId, from: '', to: '', initiatedAt: null, answered: false, talkSeconds: 0, status: '', cause: { code: '', name: '', source: '' } }; return readOne(reply, {\n        what: 'the record of the call asked for',",
  },
  {
    name: "take another call's record as the record asked for",
    file: 'src/channels/voice/plivo/client.ts',
    find: 'isAbout: (record) => record.callId === callId && isBetween(record, numbers),',
    replace: '',
  },
  {
    // Numbers and times are compared beside it, so the mistake is made where both are known to have fitted.
    name: 'take any 200 answer to a look for a queued call as the queued call looked for',
    file: 'src/channels/voice/search.ts',
    find: "const queued = await look(() => findOpenCall({ client, attempt, state: 'queued' }));",
    replace:
      "const queued = await look(() => findOpenCall({ client, attempt, state: 'queued' }).catch((error) => { if (error?.details?.status !== 200) throw error; return { callId: 'any', requestId: null, from: '', to: '', status: 'queued', startedAt: null } as const; }));",
  },
  {
    name: "take a proxy's 404 as the carrier's word that there is no such call",
    file: 'src/channels/voice/plivo/answers/read.ts',
    find: "return reply.kind === 'answer' && reply.status === 404 && refusalOf(reply) !== null;",
    replace: "return reply.kind === 'answer' && reply.status === 404;",
  },
  {
    name: 'take a search without an answer as one that found nothing',
    file: 'src/actors/sending/performer.ts',
    find: "post({ type: 'searched', attempt: attempt.id, evidence: null });",
    replace: "post({ type: 'searched', attempt: attempt.id, evidence: [] });",
  },
  {
    name: 'retry an unknown at once: what a dead process left behind was not placed',
    file: 'src/actors/turn/checks.ts',
    find: "event: { type: 'AMBIGUOUS', holdUntil, checkAt: set.at },",
    replace: "event: { type: 'NOT_PLACED', at: set.at },",
  },
  {
    name: 'write the send log after the byte',
    file: 'src/actors/sending/permits.ts',
    find: 'if (!sendLog.noteSending(attempt)) return false;',
    replace: 'system.at(system.now() + 30, () => void sendLog.noteSending(attempt));',
  },
  {
    name: 'write no send log',
    file: 'src/actors/sending/permits.ts',
    find: 'if (!sendLog.noteSending(attempt)) return false;',
    replace: '',
  },
  {
    name: 'trust the send log after a reboot',
    file: 'src/persistence/send-log/left-behind.ts',
    find: 'if (itsBoot !== boot)',
    replace: "if (itsBoot === '')",
  },
  {
    name: 'take a missing send log for an empty one: what it does not name was not sent',
    file: 'src/persistence/send-log/send-log.ts',
    find: 'if (!unsent.has(attempt)) return false;\n      refused.add(attempt);',
    replace: 'if (!unsent.has(attempt) && before.doubt === null) return false;',
  },
  {
    name: 'carry nothing of the send log along: the next restart proves nothing any more',
    file: 'src/persistence/send-log/send-log.ts',
    find: 'new Set([...before.unsent].sort().slice(-mostCarried))',
    replace: 'new Set<string>()',
  },
  {
    name: 'note nothing of what is minted',
    file: 'src/actors/turn/turn.ts',
    find: 'input.sendLog.noteMinted(turn.minted.map(({ id }) => id));',
    replace: '',
  },
  {
    name: 'give up an unknown attempt at once',
    file: 'src/actors/kit.ts',
    find: 'unknownHoldMs: 15 * 60_000,',
    replace: 'unknownHoldMs: 1_000,',
  },
  {
    name: 'take a search without a find as proof',
    file: 'src/actors/decide/performed.ts',
    find: "type: 'NO_TRACE',",
    replace: "type: 'HOLD_RAN_OUT', at: set.at,",
  },
  {
    name: 'release slots by age',
    file: 'src/persistence/sqlite/tables/limits.ts',
    find: 'limits: states,\n          want,',
    replace:
      'limits: states.map(({ cap, state }) => ({ cap, state: now - (state.lastStartAt ?? 0) > 20_000 ? { ...state, held: 0 } : state })), want,',
  },
  {
    name: 'skip the second window check',
    file: 'src/actors/decide/mint.ts',
    find: "if (!window.isOpen(startAt)) return { kind: 'closed' };",
    replace: '',
  },
  {
    // The look at the party and the one in the commit make up for each other; both rest on the stored suppression.
    name: 'skip the second suppression check: what it would look at is not stored',
    file: 'src/persistence/sqlite/tables/suppressions.ts',
    find: 'upsert.get(client, address, reason, by, at);',
    replace: 'void [client, address, reason, by, at];',
  },
  {
    name: 'call people to say nothing',
    file: 'src/actors/decide/mint.ts',
    find: "if (silence) return { kind: 'silent', silence };",
    replace: '',
  },
  {
    name: 'mint although another attempt to the person is open',
    file: 'src/actors/decide/mint.ts',
    find: 'if (isContact && party.openAttempt !== null) {',
    replace: "if (isContact && party.openAttempt === '') {",
  },
  {
    name: 'forget the attempts of the day',
    file: 'src/actors/decide/mint.ts',
    find: 'dayCount: attemptsOn({ ...party, today: day }) + 1,',
    replace: 'dayCount: 1,',
  },
  {
    name: 'count the attempts of a day anew where the clock was set back over midnight',
    file: 'src/rules/day-count.ts',
    find: 'if (day === null || day < today) return 0;',
    replace: 'if (day !== today) return 0;',
  },
  {
    name: 'void no permits on a pause',
    file: 'src/actors/sending/permits.ts',
    find: 'for (const state of live.values()) state.isVoid = true;',
    replace: '',
  },
  {
    name: 'acknowledge a pause early: before the owner has confirmed it',
    file: 'src/actors/host/runtime.ts',
    find: 'timeoutMs: times.permitMs,',
    replace: 'timeoutMs: 0,',
  },
  {
    name: 'use a permit after waking',
    file: 'src/actors/sending/permits.ts',
    find: 'age() > ttlMs || system.now() > (until ?? Number.POSITIVE_INFINITY)',
    replace: 'age() < 0',
  },
  {
    name: 'count an attempt on a 429',
    file: 'src/machines/enrollment-updates.ts',
    find: 'attempts: context.attempts - 1,',
    replace: 'attempts: context.attempts,',
  },
  {
    name: 'take a failed commit as committed',
    file: 'src/actors/turn/turn.ts',
    find: "if (last === turn.record.turn) return { kind: 'committed' };",
    replace: "return { kind: 'committed' };",
  },
  {
    name: 'perform, answer and publish before the commit of what was minted, which follows 50 ms later',
    file: 'src/actors/turn/turn.ts',
    find: 'return await store.commitTurn(turn);',
    replace:
      "if (turn.minted.length === 0) return await store.commitTurn(turn); clocks.system.at(clocks.system.now() + 50, () => void store.commitTurn(turn).catch(() => undefined)); return { kind: 'committed' };",
  },
  {
    name: 'apply a hang-up twice: old figures stay when an attempt changes',
    file: 'src/actors/turn/working-set.ts',
    find: 'if (old) countAttempt({ channels, counters, attempt: old, by: -1 });',
    replace: '',
  },
  {
    name: 'complete with an open import',
    file: 'src/actors/decide/assess.ts',
    find: 'counters.openImports > 0 || (',
    replace: '(',
  },
  {
    name: "forget the campaign's own rate",
    file: 'src/rules/limits.ts',
    find: '{ concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },',
    replace: '{ concurrent, perSecond: null, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },',
  },
  {
    name: 'forget the hourly quota',
    file: 'src/rules/limits.ts',
    find: '{ concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },',
    replace: '{ concurrent, perSecond, perHour: null, perDay: warmUp ?? perDay ?? null },',
  },
  {
    name: 'forget the cap of the warm-up',
    file: 'src/rules/limits.ts',
    find: 'perDay: warmUp ?? perDay ?? null },',
    replace: 'perDay: perDay ?? null },',
  },
  {
    name: 'reserve without asking for the caps of the caller ID',
    file: 'src/actors/dispatch/dispatch.ts',
    find: 'caps: withMargin({ caps, marginMs }),',
    replace:
      "caps: withMargin({ caps: caps.filter(({ scope }) => !scope.startsWith('caller:')), marginMs }),",
  },
  {
    name: 'reserve twice under one id',
    file: 'src/persistence/sqlite/tables/limits.ts',
    find: "if (asked.kind === 'answered') return asked.answer;",
    replace: "if (asked.kind === 'answered' && !isCurrent(campaign, epoch)) return asked.answer;",
  },
  {
    name: 'undo half of a reservation: in all limits but the first',
    file: 'src/actors/turn/slots.ts',
    find: 'scopes,\n          count: back,',
    replace: 'scopes: scopes.slice(1), count: back,',
  },
  {
    name: 'make half of a reservation: nothing in the last of its limits',
    file: 'src/persistence/sqlite/tables/limits.ts',
    find: 'for (const { cap, state } of states) {',
    replace: 'for (const { cap, state } of states.slice(0, -1)) {',
  },
  {
    name: 'count a day of sending on which nothing was placed',
    file: 'src/actors/turn/sending-days.ts',
    find: 'started: -unplaced',
    replace: 'started: 0',
  },
  {
    name: 'the last of those due first',
    file: 'src/actors/dispatch/candidates.ts',
    find: 'const fresh = due.filter(({ position }) => !set.isTouched(position));',
    replace: 'const fresh = due.filter(({ position }) => !set.isTouched(position)).reverse();',
  },
  {
    name: 'skip a position on resume',
    file: 'src/actors/dispatch/candidates.ts',
    find: 'const fresh = due.filter(({ position }) => !set.isTouched(position));',
    replace:
      'const fresh = due.filter(({ position }) => !set.isTouched(position)).slice(set.position().context.heldMs > 0 && due.length > 1 ? 1 : 0);',
  },
  {
    // Due rows are read anew in every turn, so there is no older generation of one to heed: their time is what counts.
    name: 'ignore the due time',
    file: 'src/persistence/sqlite/reads/due.ts',
    find: 'AND due_at <= ? AND (due_at, position)',
    replace: 'AND ? IS NOT NULL AND (due_at, position)',
  },
  {
    name: 'commit whatever others have committed meanwhile',
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'WHERE id = ? AND epoch = ? AND rev = ? AND seq = ? RETURNING',
    replace: 'WHERE id = ? AND epoch = ? AND ? >= 0 AND ? >= 0 RETURNING',
  },
  {
    // For a moment whatever the store knows of the former owner's starts counts for nothing.
    name: 'a full bucket after takeover',
    file: 'src/persistence/sqlite/tables/limit-rules.ts',
    find: 'freeAt: Math.max(',
    replace: 'freeAt: since > now - 2_000 ? now : Math.max(',
  },
  {
    name: 'one attempt more than allowed',
    file: 'src/machines/enrollment-updates.ts',
    find: 'context.stepAttempts >= event.maxAttempts',
    replace: 'context.stepAttempts > event.maxAttempts',
  },
  {
    name: 'keep slots that became no attempt',
    file: 'src/actors/turn/slots.ts',
    find: 'const back = all ? count : count - used;',
    replace: 'const back = all ? count : 0;',
  },
  {
    name: 'count no slots anew after a takeover',
    file: 'src/actors/host/campaign-actor.ts',
    find: 'await store.recount({ campaign, epoch: input.epoch, held: heldBy({ ...loaded, channels }) });',
    replace: '',
  },
  {
    name: 'lose the opt-out of a row that is a duplicate or rejected',
    file: 'src/actors/decide/imports.ts',
    find: 'optOuts: event.optOuts.filter(({ row }) => row > record.lastRow),',
    replace:
      'optOuts: event.optOuts.filter(({ row }) => event.rows.some((one) => one.row === row && !facts.enrolled.has(one.identity))),',
  },
  {
    name: 'do not suppress an opt-out',
    file: 'src/actors/decide/evidence.ts',
    find: 'heedOptOut(deciding, { attempt: before, contact: optingOut });',
    replace: '',
  },
  {
    name: 'let due times run on during a pause',
    file: 'src/machines/campaign-updates.ts',
    find: 'heldMs: context.heldMs + Math.max(0, event.at - context.pausedAt),',
    replace: 'heldMs: context.heldMs,',
  },
  {
    name: 'never trip the circuit breaker',
    file: 'src/rules/breaker.ts',
    find: 'return outcomes >= breakerPolicy.outcomes && faults >= outcomes * breakerPolicy.share;',
    replace: 'return outcomes < 0 && faults < 0;',
  },
  {
    name: 'take placements that nobody answers for no fault of the provider',
    file: 'src/actors/decide/performed.ts',
    find: "if (row.state === 'minted') set.noteOutcome({ mintedAt: row.mintedAt, fault: true });",
    replace: '',
  },
  {
    name: 'send many probes at a provider that is down',
    file: 'src/actors/dispatch/dispatch.ts',
    find: 'const most = breaker.open ? 1 : batch;',
    replace: 'const most = batch;',
  },
  {
    name: 'heed starts that a clock has left in the future which was set back since',
    file: 'src/persistence/sqlite/tables/limit-rules.ts',
    find: 'return isPossible ? state : {',
    replace: 'return isPossible || now > 0 ? state : {',
  },
  {
    name: 'let the pacer heed starts of a clock that was set back since',
    file: 'src/actors/sending/pacing.ts',
    find: 'if (now < lastNow) for',
    replace: 'if (now < lastNow && now < 0) for',
  },
  {
    name: 'say that a quota which is used up holds back steps that contact nobody',
    file: 'src/rules/why/reasons.ts',
    find: 'until === null || renewal === null || withNotes',
    replace: 'until === null || renewal === null',
  },
  {
    name: 'keep the key of a request apart from the turn that did its work: with the answer',
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'for (const request of turn.requests) requests.write(request);',
    replace: '',
  },
  {
    name: 'keep the key of a request apart from what it created or removed: with the answer',
    file: 'src/persistence/sqlite/tables/requests.ts',
    find: 'if (request && keep(result)) write({ ...request, result: JSON.stringify(result) });',
    replace: '',
  },
  {
    name: 'remove a campaign that is no draft',
    file: 'src/persistence/sqlite/tables/removals.ts',
    find: "AND rev = ? AND state = 'draft' RETURNING",
    replace: 'AND rev = ? RETURNING',
  },
  {
    name: 'use the number of a removed draft again before its rows are deleted',
    file: 'src/persistence/sqlite/tables/campaigns.ts',
    find: 'coalesce((SELECT max(campaign) FROM removals), 0)',
    replace: '0',
  },
  {
    name: 'end the removal of a draft after its first slice of rows',
    file: 'src/persistence/sqlite/tables/removals.ts',
    find: 'if (left <= 0) return;',
    replace: '',
  },
  {
    name: 'delete rows of the next campaign with those of a removed draft',
    file: 'src/persistence/sqlite/tables/removals.ts',
    find: 'slice.run(range.first, range.last, wanted)',
    replace: 'slice.run(range.first, range.last + 2 ** 32, wanted)',
  },
  {
    name: 'never delete the rows of a removed draft',
    file: 'src/actors/ownership/look-around.ts',
    find: 'sweeper.sweep();',
    replace: '',
  },
  {
    name: 'hash something else than the chunk of the log that is stored',
    file: 'src/persistence/sqlite/tables/events.ts',
    find: 'previous = chunkHash({ previous, body });',
    replace: 'previous = chunkHash({ previous, body: chunkBody(part.slice(1)) });',
  },
  {
    name: 'begin the chain of hashes anew with each turn',
    file: 'src/persistence/sqlite/tables/events.ts',
    find: 'let previous = (readLastHash.get(first, last)?.[0] ?? id) as string;',
    replace: 'let previous = (first > last ? readLastHash : id) as string;',
  },
  {
    name: 'log the end of an attempt with the next event of its campaign',
    file: 'src/actors/turn/working-set.ts',
    find: 'log: (event) => events.push(loggedEvent({ seq: before.seq + events.length + 1, at, event })),',
    replace:
      "log: (event) => { const waiting = (globalThis.lateEvents ??= new Map()); const late = waiting.get(before.id) ?? []; const isEnd = event.type === 'attempt.ended'; waiting.set(before.id, isEnd ? [event] : []); for (const each of isEnd ? late : [...late, event]) events.push(loggedEvent({ seq: before.seq + events.length + 1, at, event: each })); },",
  },
];
