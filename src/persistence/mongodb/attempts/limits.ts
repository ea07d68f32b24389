import type { LimitReading, LimitStore } from '../../contract/attempts/limits.ts';
import { noReservation, unusedLimit } from '../../common/limit-rules.ts';
import type { Collections } from '../documents/collections.ts';
import { createGroups } from '../../../platform/sharing/groups.ts';
import type { Transactions } from '../connection/transactions.ts';
import { createLimitDocuments } from './limit-documents.ts';
import type { LimitNeeds, LimitView } from './limit-documents.ts';
import { handOver, recount, release, reserve } from './limit-operations.ts';

/** The maximum number of operations in one transaction. It then writes up to a few hundred small documents. */
const mostAtOnce = 64;

type Operation = { needs: LimitNeeds; decide: (view: LimitView) => void };

/**
 * Stores shared limits: one document per scope, changed in transactions of their own. Each transaction also writes the
 * document with the last reservation of the campaign. If an owner was replaced meanwhile, it therefore conflicts with
 * the recount of the new owner and is refused, although it only reads the epoch.
 *
 * Campaigns with the same caller ID or account change the same documents. The operations of one instance therefore run one
 * after another, those that wait together in one transaction. Only the transactions of different instances conflict.
 */
export function createLimits({
  collections,
  transactions,
}: {
  collections: Pick<Collections, 'campaigns' | 'limits' | 'holdings' | 'reservations'>;
  transactions: Transactions;
}): LimitStore {
  const documents = createLimitDocuments(collections);
  const { holdings } = collections;
  const inGroup = createGroups<Operation>({
    most: mostAtOnce,
    run: (operations) =>
      transactions.run(async (session) => {
        const needs = operations.map((operation) => operation.needs);
        const view = await documents.read(needs, session);
        for (const { decide } of operations) decide(view);
        await documents.write(view, session);
        const whole = needs.filter(({ isWhole }) => isWhole).map(({ campaign }) => campaign);
        if (whole.length > 0)
          await holdings.deleteMany({ '_id.campaign': { $in: whole }, held: 0 }, { session });
      }),
  });
  const perform = async <Result>(needs: LimitNeeds, decide: (view: LimitView) => Result): Promise<Result> => {
    // A transaction that conflicts decides again; the last result is the committed one.
    const results: Result[] = [];
    await inGroup({ needs, decide: (view) => void (results[0] = decide(view)) });
    return results[0] as Result;
  };
  const needsOf = (
    { campaign, epoch }: Pick<LimitNeeds, 'campaign' | 'epoch'>,
    scopes: readonly string[] = [],
  ): LimitNeeds => ({ campaign, epoch, scopes, isWhole: false });

  return {
    async reserve(input) {
      if (input.want <= 0) return noReservation;
      const caps = [...input.caps, ...(input.among ?? []).map(({ cap }) => cap)];
      const scopes = caps.map(({ scope }) => scope);
      return perform(needsOf(input, scopes), (view) => reserve(view, input));
    },
    release: (input) => perform(needsOf(input, input.scopes), (view) => release(view, input)),
    recount: (input) => {
      const scopes = input.held.map(({ scope }) => scope);
      return perform({ ...needsOf(input, scopes), isWhole: true }, (view) => recount(view, input));
    },
    handOverStarts: (input) => perform(needsOf(input), (view) => handOver(view, input)),
    async readLimits(scopes) {
      const states = await documents.states(scopes);
      return scopes.map((scope): LimitReading => {
        const { lastStartAt: _l, ...reading } = states.get(scope) ?? unusedLimit;
        return { scope, ...reading };
      });
    },
  };
}
