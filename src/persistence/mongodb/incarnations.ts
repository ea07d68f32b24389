import type { Incarnation } from '../../domain/incarnation.ts';
import { incarnationMissing, nextIncarnation, phaseAfter } from '../common/incarnation-rules.ts';
import type { IncarnationStore } from '../contract/incarnations/incarnations.ts';
import type { Collections } from './documents/collections.ts';
import { insertOnce } from './documents/insert-once.ts';

type Used = Pick<Collections, 'incarnations' | 'campaigns' | 'inbox' | 'ownerNotes' | 'instances'>;

/** Stores the incarnations of the database. */
export function createIncarnations(collections: Used): IncarnationStore {
  const { incarnations } = collections;
  const current = async (): Promise<Incarnation> => {
    const [last] = await incarnations.find().sort({ _id: -1 }).limit(1).toArray();
    if (!last) throw incarnationMissing();
    const { _id: number, ...rest } = last;
    return { number, ...rest };
  };
  return {
    readIncarnation: current,
    async beginIncarnation(input) {
      const next = nextIncarnation(await current(), input);
      if (next) {
        const { number, ...rest } = next;
        await insertOnce(incarnations, { _id: number, ...rest });
      }
      await fence(collections);
      return current();
    },
    async advanceRestore({ id, from, reviewed, at }) {
      const { number, id: currentId } = await current();
      if (currentId !== id) return false;
      const { modifiedCount } = await incarnations.updateOne(
        { _id: number, phase: from },
        { $set: phaseAfter(from, at), $inc: { reviewed } },
      );
      return modifiedCount === 1;
    },
  };
}

/** Raises every epoch and removes every owner. Doing it again has no other effect than higher epochs. */
async function fence({ campaigns, inbox, ownerNotes, instances }: Used): Promise<void> {
  await campaigns.updateMany({ number: { $gt: 0 } }, { $inc: { epoch: 1 }, $set: { owner: null } });
  await inbox.updateMany({ owner: { $type: 'string' } }, { $set: { owner: null } });
  await ownerNotes.updateMany({ owner: { $type: 'string' } }, { $set: { owner: null } });
  await instances.deleteMany({ _id: { $gt: '' } });
}
