/** How the layout engine treats a machine. */
export type MachineSettings = {
  /** The states in the order in which they are read. Arrows against it do not push a state behind another. */
  order: readonly string[];
};

export const machineSettings = {
  campaign: {
    order: [
      'draft',
      'scheduled',
      'paused',
      'running',
      'running.dispatching',
      'running.waiting',
      'running.draining',
      'cancelling',
      'open',
      'completed',
      'cancelled',
      'failed',
      'archived',
    ],
  },
  enrollment: {
    order: ['pending', 'in-flight', 'waiting', 'paused', 'observing', 'review', 'open', 'ended'],
  },
  attempt: {
    order: ['minted', 'preparing', 'sending', 'unknown', 'placed', 'open', 'settling', 'ended', 'not-placed'],
  },
} as const satisfies Readonly<Record<string, MachineSettings>>;

export type MachineName = keyof typeof machineSettings;
