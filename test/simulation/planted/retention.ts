import type { Mutant } from './mutant.ts';

const crashes = 'test/integrations/retention/crashes.test.ts';

/** Mistakes with data whose retention period is over. */
export const retention: readonly Mutant[] = [
  {
    // The list of what is due, the sweep and the store ask for the state; all rest on these states.
    name: 'remove the contacts and the log of a running campaign',
    test: crashes,
    file: 'src/domain/campaign/campaign.ts',
    find: "export const endedStates: readonly CampaignState[] = ['cancelled',",
    replace: "export const endedStates: readonly CampaignState[] = ['running', 'cancelled',",
  },
  {
    name: 'forget the suppression of an address that is removed with its contact',
    test: crashes,
    file: 'src/persistence/sqlite/erasure/hash-suppression.ts',
    find: 'for (const entry of kept) {',
    replace: 'for (const entry of kept.slice(kept.length)) {',
  },
  {
    name: 'remove a key that a contact of a live campaign has',
    test: crashes,
    file: 'src/persistence/sqlite/retention/expire.ts',
    find: 'if (isHashed(address) || isInUse(address)) continue;',
    replace: 'if (isHashed(address) || (isInUse(address), false)) continue;',
  },
  {
    name: 'erase the contacts of an ended campaign before their keys',
    test: crashes,
    file: 'src/integrations/retention/expire-contacts.ts',
    find: '  const keys = expiredKeys(free, found);',
    replace:
      '  await store.eraseContacts({ campaign, positions: places });\n  const keys = expiredKeys(free, found);',
  },
  {
    name: 'erase the contact of a single call whose period is not over',
    test: 'test/integrations/retention/sweep.test.ts',
    file: 'src/queries/due-single-calls.ts',
    find: 'endedAt < before)',
    replace: 'endedAt < Infinity * before)',
  },
  {
    name: 'remove the log of a campaign with the event that stands for it',
    test: crashes,
    file: 'src/persistence/sqlite/retention/retained.ts',
    find: 'keyOf(number, cutSeq), limit',
    replace: 'keyOf(number, cutSeq + 1), limit',
  },
  {
    name: 'show the rest of a log that is being removed',
    test: crashes,
    file: 'src/persistence/sqlite/campaigns/events.ts',
    find: 'Math.max(afterSeq + 1, cutSeq)',
    replace: 'afterSeq + 1 + 0 * cutSeq',
  },
  {
    name: 'accept a log whose beginning is missing',
    test: 'test/integrations/retention/verification.test.ts',
    file: 'src/queries/log/log-chain.ts',
    find: 'if (removal && removal.through === firstSeq - 1) {',
    replace: 'if (next === 1) next = firstSeq;\n      if (removal) {',
  },
];
