import type { OperatorTask, TaskStore } from '../../contract/queues/tasks.ts';
import type { Collections } from '../documents/collections.ts';
import type { TaskDoc } from '../documents/queue-documents.ts';
import { insertOnce } from '../documents/insert-once.ts';
import { readOrdered } from './read-ordered.ts';

/** Stores the tasks that operators do by hand. */
export function createTasks({ tasks }: Pick<Collections, 'tasks'>): TaskStore {
  return {
    async putTask({ id, ...task }) {
      return insertOnce(tasks, { _id: id, ...task, doneAt: null, doneBy: null });
    },
    async readTask(id) {
      const found = await tasks.findOne({ _id: id });
      return found && taskFrom(found);
    },
    async completeTask({ id, at, by }) {
      const { matchedCount } = await tasks.updateOne(
        { _id: id, doneAt: null },
        { $set: { doneAt: at, doneBy: by } },
      );
      return matchedCount === 1;
    },
    listTasks: ({ client, campaign, openOnly, ...page }) =>
      readOrdered({
        collection: tasks,
        filter: {
          ...(client !== undefined && { client }),
          ...(campaign !== undefined && { campaign }),
          ...(openOnly && { doneAt: null }),
        },
        by: 'dueAt',
        from: taskFrom,
        ...page,
      }),
  };
}

function taskFrom({ _id, ...task }: TaskDoc): OperatorTask {
  return { id: _id, ...task };
}
