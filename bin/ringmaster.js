#!/usr/bin/env node
import { existsSync } from 'node:fs';
import * as modules from 'node:module';

const oldest = 24;

if (Number(process.versions.node.split('.')[0]) >= oldest) {
  // What was compiled once loads faster at the next start.
  modules.enableCompileCache?.();
  const compiled = new URL('../dist/cli/main.js', import.meta.url);
  // A checkout without development dependencies is not compiled; Node 24 runs the sources.
  const program = existsSync(compiled) ? compiled : new URL('../src/cli/main.ts', import.meta.url);
  const { main } = await import(program.href);
  await main();
} else {
  const { runOnNewerNode } = await import('./newer-node.js');
  runOnNewerNode({ oldest });
}
