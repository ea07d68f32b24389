import { expect, test } from 'vitest';
import { createListeners } from '../../src/platform/listeners.ts';

test('every listener receives each value, in the order in which they were added', () => {
  const heard: string[] = [];
  const listeners = createListeners<number>();
  listeners.tell(0);
  listeners.add((value) => heard.push(`first ${value}`));
  listeners.add((value) => heard.push(`second ${value}`));
  listeners.tell(1);
  listeners.tell(2);
  expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']);
});
