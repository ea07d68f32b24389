import type { TaskStore } from '../../contract/queues/tasks.ts';
import type { Connection } from '../connection/connection.ts';
import { createOrderedList } from '../lists/ordered-list.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { tasks } from '../rows/queues/task-rows.ts';
import type { SyncStore } from '../sync-store.ts';

/** Stores the tasks that operators do by hand. */
export function createTasks({ connection }: { connection: Connection }): Pick<SyncStore, keyof TaskStore> {
  const { prepare, transact } = connection;
  const insert = prepare(`${insertInto('tasks', tasks.names)} ON CONFLICT (id) DO NOTHING`);
  const read = prepare(`SELECT ${tasks.select()} FROM tasks WHERE id = ?`);
  const complete = prepare('UPDATE tasks SET done_at = ?, done_by = ? WHERE id = ? AND done_at IS NULL');
  const list = createOrderedList({
    connection,
    table: tasks,
    filters: ['client', 'campaign', '(done_at IS NULL)'],
    time: { column: 'due_at', of: ({ dueAt }) => dueAt },
  });
  return {
    putTask: (task) =>
      transact(() => insert.run(...tasks.cells({ ...task, doneAt: null, doneBy: null })).changes === 1),
    readTask(id) {
      const row = read.get(id);
      return row ? tasks.read(row) : null;
    },
    completeTask: ({ id, at, by }) => transact(() => complete.run(at, by, id).changes === 1),
    listTasks: ({ client, campaign, openOnly, after, limit }) =>
      list({ match: { client, campaign, '(done_at IS NULL)': openOnly ? 1 : undefined }, after, limit }),
  };
}
