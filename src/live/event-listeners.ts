/** Listeners for new events in the logs of campaigns. */
export type EventListeners = {
  /** Adds a listener. Returns a function that removes it. */
  add: (input: { campaign: string; listener: () => void }) => () => void;
  tell: (campaign: string) => void;
  campaigns: () => readonly string[];
  clear: () => void;
};

/** Creates the listeners. `onChange` is called after a listener was added or removed. */
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
