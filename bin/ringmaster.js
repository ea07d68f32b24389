#!/usr/bin/env node
import { spawn } from 'node:child_process';
import * as modules from 'node:module';

const oldest = 24;

if (Number(process.versions.node.split('.')[0]) >= oldest) {
  // What was compiled once starts faster the next time: a third less time to be back after a restart.
  modules.enableCompileCache?.();
  const { main } = await import('../dist/cli/main.js');
  await main();
} else {
  runOnNewerNode();
}

/** An older Node starts the one that came with the development dependencies (the npm package `node`). */
function runOnNewerNode() {
  let newer;
  try {
    newer = modules.createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    process.stderr.write(`ringmaster: this is Node ${process.version}; ${oldest} or later is needed.\n`);
    process.exitCode = 1;
    return;
  }
  const child = spawn(newer, process.argv.slice(1), { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself, as it is in the same group; this process must outlive it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
