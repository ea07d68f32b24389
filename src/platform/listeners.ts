/** Listeners that receive values. They are called in the order in which they were added. */
export type Listeners<Value> = {
  add: (listener: (value: Value) => void) => void;
  tell: (value: Value) => void;
};

export function createListeners<Value>(): Listeners<Value> {
  const listeners: ((value: Value) => void)[] = [];
  return {
    add(listener) {
      listeners.push(listener);
    },
    tell(value) {
      for (const listener of listeners) listener(value);
    },
  };
}
