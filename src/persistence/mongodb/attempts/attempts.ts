import type { Filter } from 'mongodb';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import { positionWithoutCampaign } from '../../contract/failures.ts';
import type { Page } from '../../contract/pages.ts';
import type { Store } from '../../contract/store.ts';
import type { AttemptDoc, Collections } from '../documents/collections.ts';
import { keyOf } from '../../common/keys.ts';
import { keysAfter } from '../documents/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';

type AttemptReads = Pick<Store, 'readOpenAttempts' | 'readAttempts' | 'findOpenAttempts' | 'listAttempts'>;

/** Reads attempts by id, the open attempts of a campaign, and lists of attempts, newest first. */
export function createAttempts({
  collections: { attempts, enrollments },
  readHead,
}: {
  collections: Pick<Collections, 'attempts' | 'enrollments'>;
  readHead: ReadHead;
}): AttemptReads {
  const page = async (
    filter: Filter<AttemptDoc>,
    { limit, order }: { limit: number; order: '_id' | 'key' },
  ): Promise<Page<Attempt>> => {
    const found = await attempts
      .find(filter)
      .sort({ [order]: -1 })
      .limit(limit + 1)
      .toArray();
    return toPage({ found: found.map(attemptFrom), limit, cursorOf: ({ id }) => [id] });
  };
  const none: Page<Attempt> = { items: [], next: null };

  return {
    async readOpenAttempts(campaign) {
      const found = await attempts.find({ open: true, campaign }).sort({ key: 1 }).toArray();
      return found.map(attemptFrom);
    },

    async readAttempts(ids) {
      if (ids.length === 0) return [];
      const found = await attempts.find({ _id: { $in: [...ids] } }).toArray();
      const byId = new Map(found.map((document) => [document._id, attemptFrom(document)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    async findOpenAttempts({ providerId }) {
      const found = await attempts
        .find({ open: true, $or: [{ providerId }, { receipt: providerId }] })
        .limit(2)
        .toArray();
      return found.map(attemptFrom);
    },

    async listAttempts({ client, campaign, position, openOnly, after, limit }) {
      const [before] = readCursor({ after, form: [''] as const }) ?? [undefined];
      if (campaign === undefined && position !== undefined) throw positionWithoutCampaign();
      const filter = {
        ...(client !== undefined && { client }),
        ...(openOnly && { open: true as const }),
      };
      if (campaign === undefined || openOnly) {
        const of = {
          ...(campaign !== undefined && { campaign }),
          ...(position !== undefined && { position }),
        };
        const earlier = before === undefined ? {} : { _id: { $lt: before } };
        return page({ ...filter, ...of, ...earlier }, { limit, order: '_id' });
      }
      const head = await readHead(campaign);
      if (!head) return none;
      const last =
        before === undefined ? null : await attempts.findOne({ _id: before }, { projection: { key: 1 } });
      const { $gt, $lt } = keysAfter(head.number, 0);
      const range = { $gt, $lt: last?.key ?? $lt };
      if (position === undefined) return page({ ...filter, key: range }, { limit, order: 'key' });
      const enrollment = await enrollments.findOne(
        { _id: keyOf(head.number, position) },
        { projection: { 'trail.attempts': 1 } },
      );
      const keys = (enrollment?.trail.attempts ?? [])
        .map((number) => keyOf(head.number, number))
        .filter((key) => key < range.$lt);
      return page({ ...filter, key: { $in: keys.slice(-limit - 1) } }, { limit, order: 'key' });
    },
  };
}

export function attemptFrom({
  _id,
  key: _k,
  client: _c,
  open: _o,
  callbacks,
  callBackAt,
  correction,
  ...attempt
}: AttemptDoc): Attempt {
  // Earlier versions of the program wrote none.
  return {
    id: _id,
    ...attempt,
    callBackAt: callBackAt ?? null,
    correction: correction ?? null,
    callbacks: callbacks ?? null,
  };
}
