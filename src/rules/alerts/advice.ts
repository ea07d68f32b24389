import type { AlertCode } from '../../domain/alert.ts';

/** What to do about each alert, and the command to begin with. `NAME` stands for the name of the campaign. */
export const alertAdvice: Readonly<Record<AlertCode, { advice: string; command: string }>> = {
  'failure-rate': {
    advice: 'Check the status page of the provider, its account and the numbers in the list.',
    command: 'ringmaster calls --campaign NAME',
  },
  'nothing-sent': {
    advice: 'Check the log of the service and the limits that other campaigns share with it.',
    command: 'ringmaster why NAME',
  },
  'answer-rate': {
    advice: 'Check the hours of the window and whether the caller ID is marked as spam.',
    command: 'ringmaster status NAME',
  },
  'unknown-attempts': {
    advice:
      'They are searched for and not repeated. Check the status page of the provider and the way of its callbacks to PUBLIC_URL.',
    command: 'ringmaster doctor',
  },
  'no-sender': {
    advice: 'Look at the senders of the client: release one from its quarantine, or add some to the pool.',
    command: 'ringmaster senders',
  },
  abandonment: {
    advice:
      'Calls that need a bot or an agent have stopped. Find out why answered calls met nobody: the bot server, or too few agents.',
    command: 'ringmaster limits',
  },
  takeovers: {
    advice: 'Check why instances died: their logs, their memory, and the network between them and the store.',
    command: 'ringmaster doctor',
  },
  disk: {
    advice: 'Free some space, or move DATA_DIR. A full disk stops every campaign until there is space.',
    command: 'ringmaster doctor',
  },
  memory: {
    advice:
      'Check for imports and rehearsals that run; restart the instance with SIGTERM if it does not shrink.',
    command: 'ringmaster doctor',
  },
  'event-loop': {
    advice: 'Give the process more CPU, or start one more instance.',
    command: 'ringmaster doctor',
  },
  'webhook-failing': {
    advice:
      'Check the endpoint and the last error. Deliveries wait, and those that are a day old become dead letters.',
    command: 'ringmaster webhooks',
  },
};
