import type { Store } from '../../../src/persistence/contract/store.ts';
import type { Simulator, SimulatorNeeds, SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import type { TestTime } from '../time/test-time.ts';
import { createApiClient } from './api-client.ts';
import type { ApiClient } from './api-client.ts';
import { createCampaignTools } from './campaign-tools.ts';
import type { CampaignTools } from './campaign-tools.ts';
import type { TestCarrier } from './carriers/carrier.ts';
import { openSimulatedCarrier } from './carriers/simulated-carrier.ts';
import { openInstallation } from './installation.ts';
import type { Installation, InstallationInput, InstanceInput, TestInstance } from './installation.ts';
import { untilTestEnds } from './until-test-ends.ts';
import type { Owner } from './until-test-ends.ts';

export type OneServiceInput = Omit<InstallationInput<never>, 'openCarrier'> &
  InstanceInput & {
    /** Who closes the service; by default the test when it ends. */
    owner?: Owner;
  };

export type OneService = Omit<TestInstance, 'start'> &
  ApiClient &
  CampaignTools &
  Pick<TestTime, 'pass' | 'until' | 'during' | 'now'> & {
    time: TestTime;
    /** The store as the instance does not see it: what a killed instance wrote can be read. */
    store: Store;
    /** Stops as on SIGTERM, and closes the store if it is the service's own. Time passes meanwhile. */
    stop: () => Promise<void>;
    /** Ends as on `kill -9`, and closes the store if it is the service's own. */
    close: () => Promise<void>;
  };

/** Starts one instance on an installation, with the tools to drive it. */
export async function startOn(
  { time, store, counted, start, close }: Installation<TestCarrier>,
  input: InstanceInput,
): Promise<OneService> {
  const instance = await start(input);
  const { pass, until, during, now } = time;
  return {
    ...instance,
    ...createApiClient({ ...instance, answer: (request) => counted(instance.answer(request)), time }),
    ...createCampaignTools({ engine: instance.engine, store }),
    store,
    time,
    pass,
    until,
    during,
    now,
    close,
    async stop() {
      await instance.stop();
      await close();
    },
  };
}

export type ServiceInput = OneServiceInput & {
  /** The options of the simulated carrier. */
  carrier?: SimulatorOptionsInput;
  /** Connects the streams of the carrier to bots; without it a stream has no connection. */
  connectStream?: SimulatorNeeds['connectStream'];
};

export type TestService = OneService & { simulator: Simulator };

/**
 * Starts the service as production composes it, on virtual time, with a store in memory and the carrier simulator in
 * process. It is closed when the test ends.
 */
export async function startService({
  carrier = {},
  connectStream,
  owner = 'test',
  ...input
}: ServiceInput = {}): Promise<TestService> {
  const { startAt, store, path, connect, ...ofInstance } = input;
  const shared = { startAt, store, path, connect };
  const installation = await openInstallation({
    openCarrier: openSimulatedCarrier(carrier, connectStream),
    ...shared,
  });
  untilTestEnds({ owner, close: installation.close });
  return {
    ...(await startOn(installation, ofInstance)),
    simulator: installation.carrier.simulator,
  };
}
