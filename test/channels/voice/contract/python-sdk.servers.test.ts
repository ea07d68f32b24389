import { describe } from 'vitest';
import { requireServer } from '../../../support/servers/require-server.ts';
import { describePlivoClient } from './plivo-client.suite.ts';
import { openPythonSdk } from './python-sdk-client.ts';

const python = requireServer('plivoPython');

describe.skipIf(python === null)('the contract of Plivo', () => {
  describePlivoClient({
    name: 'the SDK of Python',
    openClient: ({ url }) => Promise.resolve(openPythonSdk({ python: python ?? '', url })),
    placements: 3,
  });
});
