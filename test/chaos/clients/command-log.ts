import type { Answer } from '../../crash/patient-client.ts';

/** What a client orders. `campaign` is null for an order of a client of the service or for all. */
export type CommandName =
  | 'create'
  | 'upload'
  | 'start'
  | 'pause'
  | 'resume'
  | 'edit'
  | 'remove'
  | 'cancel'
  | 'stop'
  | 'lift'
  | 'suppress';

/** An order, from its first try to its answer. */
export type Command = {
  name: CommandName;
  /** The client of the service; `*` for all. */
  client: string;
  /** The name of the campaign. */
  campaign: string | null;
  sentAt: number;
  /** Infinity while there is no answer. */
  answeredAt: number;
  answer: Answer | null;
  /** The limits of an edit. */
  limits?: RateLimits;
  /** The numbers of an upload, or the suppressed or removed one. */
  numbers?: readonly string[];
  /** The state of the campaign after commands that were sent together, as read when all were answered. */
  stateAfter?: string;
};

export type RateLimits = { concurrent: number; perSecond: number };

/** Whether the command was carried out: a refused one changes nothing. */
export const isDone = ({ answer }: Command): boolean => answer !== null && answer.status < 300;

/** Whether the command changed something, according to its answer. */
export const hasChanged = (command: Command): boolean =>
  isDone(command) && command.answer?.body['changed'] === true;
