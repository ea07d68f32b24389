import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Where a machine-readable report goes, if somebody wants one. */
const report = process.env['RINGMASTER_TEST_REPORT'];

/** Tests of real servers, which `npm run test:all` adds. */
const needsServers = 'test/**/*.servers.test.ts';

/** The sources that need a server. `--coverage` of the tests of servers, which run with `--mode servers`, measures these. */
const ofServers = ['src/persistence/mongodb/**/*.ts', 'src/messaging/nats/**/*.ts'];

/** `--coverage` fails below this, for each of the folders on its own. */
const leastCoverage = { lines: 90, branches: 90 };

export default defineConfig(({ mode }) => ({
  test: {
    // One more than there are cores: many tests wait for processes they started.
    maxWorkers: availableParallelism() + 1,
    // All files of a worker share the modules, which saves a minute: no module of the project keeps state of its own.
    isolate: false,
    // Many times what any test takes alone: on a busy machine a slow test is no failed test.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: report ? ['default', 'json'] : ['default'],
    ...(report && { outputFile: { json: report } }),
    projects: [
      { extends: true, test: { name: 'embedded', include: ['test/**/*.test.ts'], exclude: [needsServers] } },
      { extends: true, test: { name: 'servers', include: [needsServers] } },
    ],
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'html'],
      reportOnFailure: true,
      ...(mode === 'servers'
        ? { include: ofServers, thresholds: { 'src/persistence/mongodb/**': leastCoverage } }
        : {
            include: ['src/**/*.ts'],
            exclude: ofServers,
            thresholds: {
              'src/rules/**': leastCoverage,
              'src/machines/**': leastCoverage,
              'src/actors/**': leastCoverage,
              'src/persistence/**': leastCoverage,
            },
          }),
    },
  },
}));
