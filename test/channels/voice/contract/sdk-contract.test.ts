import { openNpmSdk } from './npm-sdk-client.ts';
import { openOurClient } from './our-client.ts';
import { describePlivoClient } from './plivo-client.suite.ts';

describePlivoClient({ name: 'the client of this program', openClient: openOurClient, placements: 1 });
describePlivoClient({ name: 'the SDK of Node', openClient: openNpmSdk, placements: 3 });
