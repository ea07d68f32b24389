import type { Page } from '../pages.ts';

/** Something that an operator does by hand, such as an invitation on LinkedIn. Times are business time in milliseconds. */
export type OperatorTask = {
  id: string;
  client: string;
  /** What is to be done, such as `linkedin-invitation`. */
  kind: string;
  campaign: string;
  /** The contact that it is about, by position in the campaign. */
  position: number;
  createdAt: number;
  dueAt: number;
  doneAt: number | null;
  doneBy: string | null;
};

export type TaskStore = {
  /** Adds an open task; false, and the one there is stays, where one with this id is stored. */
  putTask: (task: Omit<OperatorTask, 'doneAt' | 'doneBy'>) => Promise<boolean>;
  readTask: (id: string) => Promise<OperatorTask | null>;
  /** Marks a task as done; false, and nothing changes, where it is done or not stored: who was first stays. */
  completeTask: (input: { id: string; at: number; by: string }) => Promise<boolean>;
  /** By due time and id; of one client or campaign, and only open ones, if asked for. */
  listTasks: (input: {
    client?: string;
    campaign?: string;
    openOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<OperatorTask>>;
};
