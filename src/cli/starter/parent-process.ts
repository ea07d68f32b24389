import type { ParentProcess } from '../cli.ts';

/** Returns the channel to the parent process; null if there is none. Messages are kept until a listener is added. */
export function readParent(): ParentProcess | null {
  if (!process.send || !process.channel) return null;
  const early: unknown[] = [];
  let handle: (message: unknown) => void = (message) => early.push(message);
  let isGone = false;
  let gone: () => void = () => undefined;
  process.on('message', (message) => handle(message));
  process.on('disconnect', () => {
    isGone = true;
    gone();
  });
  return {
    send: (message) => void (process.connected && process.send?.(message)),
    onMessage(next) {
      handle = next;
      for (const message of early.splice(0)) next(message);
    },
    onGone(next) {
      gone = next;
      if (isGone) next();
    },
  };
}
