import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Where a machine-readable report goes, if somebody wants one. */
const report = process.env['RINGMASTER_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One more than there are cores: many tests wait for processes they started.
    maxWorkers: availableParallelism() + 1,
    // Many times what any test takes alone: on a busy machine a slow test is no failed test.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    reporters: report ? ['default', 'json'] : ['default'],
    ...(report && { outputFile: { json: report } }),
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
});
