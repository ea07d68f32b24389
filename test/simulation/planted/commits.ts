import type { Mutant } from './mutant.ts';

/** Mistakes with commits, acknowledgements and the log of events. */
export const commits: readonly Mutant[] = [
  {
    name: 'drop the epoch from the filter of a commit',
    test: 'test/actors/fences.test.ts',
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'WHERE id = ? AND epoch = ? AND rev = ?',
    replace: 'WHERE id = ? AND ? >= 0 AND rev = ?',
  },
  {
    name: 'acknowledge before the commit',
    seed: 1,
    file: 'src/actors/host/actor/campaign-actor.ts',
    find: 'queue.push({ event, inboxId: null, request, order, cause, resolve, reject });',
    replace:
      "queue.push({ event, inboxId: null, request, order, reject: () => undefined }); resolve('current');",
  },
  {
    name: 'take a failed commit as committed',
    seed: 69,
    file: 'src/actors/turn/turn.ts',
    find: "if (last === turn.record.turn) return { kind: 'committed' };",
    replace: "return { kind: 'committed' };",
  },
  {
    name: 'perform, answer and publish before the commit of what was minted, which follows 50 ms later',
    seed: 1,
    file: 'src/actors/turn/turn.ts',
    find: 'return await observer.commit(turn, () => store.commitTurn(turn));',
    replace:
      "if (turn.minted.length === 0) return await store.commitTurn(turn); context.clocks.system.at(context.clocks.system.now() + 50, () => void store.commitTurn(turn).catch(() => undefined)); return { kind: 'committed' };",
  },
  {
    name: 'commit although another instance has committed in between',
    seed: 32,
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'WHERE id = ? AND epoch = ? AND rev = ? AND seq = ? RETURNING',
    replace: 'WHERE id = ? AND epoch = ? AND ? >= 0 AND ? >= 0 RETURNING',
  },
  {
    name: 'do not tell the owner what another instance commits',
    seed: 247,
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'if (turn.foreign && runBy !== null)',
    replace: 'if (turn.foreign && runBy === null)',
  },
  {
    name: 'keep the key of a request apart from the turn that did its work: with the answer',
    seed: 2,
    file: 'src/persistence/sqlite/turn/turns.ts',
    find: 'for (const request of turn.requests) requests.write(request, record.client);',
    replace: '',
  },
  {
    name: 'keep the key of a request apart from what it created or removed: with the answer',
    seed: 27,
    file: 'src/persistence/sqlite/clients/requests.ts',
    find: 'if (request && keep(result)) write({ ...request, result: JSON.stringify(result) }, client);',
    replace: '',
  },
  {
    name: 'hash something else than the chunk of the log that is stored',
    seed: 1,
    file: 'src/persistence/contract/campaigns/event-log.ts',
    find: 'const hash = textsHash({ previous: chunks.at(-1)?.hash ?? previous, texts });',
    replace: 'const hash = textsHash({ previous: chunks.at(-1)?.hash ?? previous, texts: texts.slice(1) });',
  },
  {
    name: 'begin the chain of hashes anew with each turn',
    seed: 1,
    file: 'src/persistence/sqlite/campaigns/events.ts',
    find: 'const previous = lastHash({ number, id });',
    replace: 'const previous = number < 0 ? lastHash({ number, id }) : id;',
  },
  {
    name: 'log the end of an attempt with the next event of its campaign',
    seed: 1,
    file: 'src/actors/turn/working-set/working-set.ts',
    find: '...verbs,',
    replace:
      "...verbs, log: (event) => { const waiting = (globalThis.lateEvents ??= new Map()); const late = waiting.get(before.id) ?? []; const isEnd = event.type === 'attempt.ended'; waiting.set(before.id, isEnd ? [event] : []); for (const each of isEnd ? late : [...late, event]) verbs.log(each); },",
  },
  {
    name: 'send nothing of a turn that was refused and decided again',
    test: 'test/actors/sending/decided-again.test.ts',
    file: 'src/actors/host/actor/actor-turn.ts',
    find: 'reload: async () => (state.memory = await load(context)),',
    replace: 'reload: () => load(context),',
  },
];
