import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { slowFirst } from './test/support/run/slow-first.ts';
import { floor, halves, reportFolder } from './scripts/test-coverage/halves.ts';

/** The file for a report in JSON; undefined for no report. */
const report = process.env['RINGMASTER_TEST_REPORT'];

/** Tests of real servers, which `npm run test:all` adds. */
const needsServers = 'test/**/*.servers.test.ts';

/** Tests that take more than ten seconds and need no server, which `npm run test:all` adds too. */
const takesLong = 'test/**/*.long.test.ts';

/** The projects do not extend the options of all: `--maxWorkers` would have no effect on them. */
const ofEachProject = {
  // All files of a worker share the modules, which saves a minute: no module of the project keeps state of its own.
  isolate: false,
  // Many times what any test takes alone: on a busy machine a slow test is no failed test.
  testTimeout: 240_000,
  hookTimeout: 240_000,
  globalSetup: ['test/support/run/one-run.ts'],
};

export default defineConfig(({ mode }) => {
  const half = mode === 'servers' ? 'servers' : 'embedded';
  const { include, exclude, folders } = halves[half];
  return {
    test: {
      // One more than there are cores: many tests wait for processes they started.
      maxWorkers: availableParallelism() + 1,
      sequence: { sequencer: slowFirst },
      reporters: report ? ['default', 'json'] : ['default'],
      ...(report && { outputFile: { json: report } }),
      projects: [
        {
          test: {
            ...ofEachProject,
            name: 'embedded',
            include: ['test/**/*.test.ts'],
            exclude: [needsServers, takesLong],
          },
        },
        { test: { ...ofEachProject, name: 'long', include: [takesLong] } },
        { test: { ...ofEachProject, name: 'servers', include: [needsServers] } },
      ],
      coverage: {
        provider: 'v8',
        reporter: ['html', 'json-summary'],
        reportsDirectory: reportFolder(half),
        reportOnFailure: true,
        include: [...include],
        exclude: [...exclude],
        thresholds: Object.fromEntries(folders.map((folder) => [`${folder}/**`, floor])),
      },
    },
  };
});
