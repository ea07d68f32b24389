import { main } from '../src/cli/main.ts';
import { startProbe } from './support/cluster/probe.ts';

/** `ringmaster serve` that also reports its memory or its event loop: see `startProbe`. */
startProbe();
await main();
