/** Who wants to know that the log of a campaign has grown. */
export type EventListeners = {
  /** Returns what takes the listener away. */
  add: (input: { campaign: string; listener: () => void }) => () => void;
  tell: (campaign: string) => void;
  campaigns: () => readonly string[];
  clear: () => void;
};

/** `onChange` is called after a listener was added or taken away. */
export function createEventListeners({ onChange }: { onChange: () => void }): EventListeners {
  const listeners = new Map<string, Set<() => void>>();
  return {
    add({ campaign, listener }) {
      const group = listeners.get(campaign) ?? new Set();
      listeners.set(campaign, group);
      group.add(listener);
      onChange();
      return () => {
        group.delete(listener);
        if (group.size === 0) listeners.delete(campaign);
        onChange();
      };
    },
    tell(campaign) {
      for (const listener of listeners.get(campaign) ?? []) listener();
    },
    campaigns: () => [...listeners.keys()],
    clear: () => listeners.clear(),
  };
}
