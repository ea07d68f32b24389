import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { withoutSettings } from '../../config.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { ClockStretch } from '../../platform/scaled-clock.ts';
import type { Cli } from '../cli.ts';
import { readyMessageSchema } from '../clock/stretch.ts';

/** A child process. */
export type Child = {
  url: string;
  /** The id of a service in the store; null for a simulator. */
  instance: string | null;
  pid: number;
  /** Changes the shared clock. A child with its own clock ignores it. */
  follow: (stretch: ClockStretch) => void;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill: () => Promise<void>;
  /** Sends SIGTERM. Resolves when the process has ended. */
  stop: () => Promise<void>;
  /** Resolves when the process has ended, for whatever reason. */
  ended: Promise<void>;
};

/**
 * Starts a verb as a child process, without the settings of the environment. Resolves when it is ready. Rejects with
 * `demo.child-ended`.
 */
export function startChild({
  cli,
  args,
  settings,
  stretch,
  logFile,
  onMessage = () => undefined,
}: {
  cli: Pick<Cli, 'entry' | 'environment'>;
  args: readonly string[];
  settings: Readonly<Record<string, string>>;
  /** The clock that it shares with this process. Null: it has its own, and outlives this process. */
  stretch: ClockStretch | null;
  logFile: string;
  /** Called with each message of the child but the one that it is ready. */
  onMessage?: (message: unknown) => void;
}): Promise<Child> {
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(cli.entry, [...args, ...(stretch ? ['--child'] : [])], {
    env: { ...withoutSettings(cli.environment), ...settings },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const follow = (next: ClockStretch): void => {
    if (child.connected) child.send({ type: 'clock', stretch: next });
  };
  if (stretch) follow(stretch);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    void gone.then(() => reject(ended({ args, logFile })));
    child.on('message', (message) => {
      const ready = readyMessageSchema.safeParse(message);
      if (!ready.success) return onMessage(message);
      const { url, instance = null } = ready.data;
      resolve({ url, instance, pid: child.pid ?? 0, follow, ended: gone, ...endings(child, gone) });
    });
  });
}

function endings(child: ChildProcess, gone: Promise<void>): Pick<Child, 'kill' | 'stop'> {
  const end = (signal: 'SIGKILL' | 'SIGTERM') => (): Promise<void> => {
    child.kill(signal);
    return gone;
  };
  return { kill: end('SIGKILL'), stop: end('SIGTERM') };
}

function ended({ args, logFile }: { args: readonly string[]; logFile: string }): RingmasterError {
  return new RingmasterError({
    code: 'demo.child-ended',
    family: 'fault',
    message: `ringmaster ${args[0] ?? ''} ended before it was ready.`,
    hint: `See ${logFile}`,
  });
}
