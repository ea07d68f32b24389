import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';

/** Signals that mean this process and, sent to it alone, would not reach the program. */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
const usageCode = 2;
const signalBase = 128;

/**
 * Runs the program on the Node of the npm package `node`, which a checkout has as a development dependency. Passes
 * signals on and ends with the exit code of the program, or with 128 + n if signal n ended it, as a shell does.
 */
export function runOnNewerNode({ oldest }) {
  const newer = findNewerNode(oldest);
  if (newer === null) {
    process.stderr.write(
      `ringmaster: This is Node ${process.version}; Ringmaster runs on Node ${oldest} or newer. ` +
        `Install Node ${oldest}, or put it beside Ringmaster: npm install node@${oldest} [cli.node-too-old]\n`,
    );
    process.exitCode = usageCode;
    return;
  }
  const child = spawn(newer, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    // The program watches this process, and what started it: docs/operations.md, "Ending with the starter".
    env: { ...process.env, RINGMASTER_LAUNCHER: String(process.pid) },
  });
  for (const signal of passedOn) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`ringmaster: ${newer} cannot be started: ${error.message} [cli.node-unusable]\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? signalBase + (constants.signals[signal] ?? 0);
  });
}

/** The binary of the npm package `node` that is installed beside or above this package; null if none is new enough. */
function findNewerNode(oldest) {
  const require = createRequire(import.meta.url);
  try {
    const { version } = require('node/package.json');
    return Number(version.split('.')[0]) >= oldest ? require.resolve('node/bin/node') : null;
  } catch {
    return null;
  }
}
