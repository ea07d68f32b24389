import type { Page } from '../pages.ts';

/**
 * A task that an operator does by hand, such as an invitation on LinkedIn. Times are business time in milliseconds.
 */
export type OperatorTask = {
  id: string;
  client: string;
  /** The kind of task, such as `linkedin-invitation`. */
  kind: string;
  campaign: string;
  /** The position in the campaign of the contact that it concerns. */
  position: number;
  createdAt: number;
  dueAt: number;
  doneAt: number | null;
  doneBy: string | null;
};

export type TaskStore = {
  /** Adds an open task. Returns false and changes nothing if a task with this id is already stored. */
  putTask: (task: Omit<OperatorTask, 'doneAt' | 'doneBy'>) => Promise<boolean>;
  readTask: (id: string) => Promise<OperatorTask | null>;
  /** Marks a task as done. Returns false and changes nothing if the task is already done or not stored. */
  completeTask: (input: { id: string; at: number; by: string }) => Promise<boolean>;
  /**
   * Returns a page of tasks, by due time and id. Each filter that is set restricts the list: to a client, a campaign,
   * or open tasks.
   */
  listTasks: (input: {
    client?: string;
    campaign?: string;
    openOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<OperatorTask>>;
};
