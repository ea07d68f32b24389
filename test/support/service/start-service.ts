import type { Store } from '../../../src/persistence/contract/store.ts';
import type { Simulator, SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import type { TestTime } from '../time/test-time.ts';
import { createApiClient } from './api-client.ts';
import type { ApiClient } from './api-client.ts';
import { openSimulatedCarrier } from './carriers/simulated-carrier.ts';
import { openInstallation } from './installation.ts';
import type { InstallationInput, InstanceInput, TestInstance } from './installation.ts';
import { untilTestEnds } from './until-test-ends.ts';
import type { Owner } from './until-test-ends.ts';

export type ServiceInput = Omit<InstallationInput<never>, 'openCarrier'> &
  InstanceInput & {
    /** The options of the simulated carrier. */
    carrier?: SimulatorOptionsInput;
    /** Who closes the service; by default the test when it ends. */
    owner?: Owner;
  };

export type TestService = TestInstance &
  ApiClient &
  Pick<TestTime, 'pass' | 'until' | 'during'> & {
    time: TestTime;
    /** The store as the instance does not see it: what a killed instance wrote can be read. */
    store: Store;
    simulator: Simulator;
    close: () => Promise<void>;
  };

/**
 * Starts the service as production composes it, on virtual time, with a store in memory and the carrier simulator in
 * process. It is closed when the test ends.
 */
export async function startService({
  carrier = {},
  owner = 'test',
  startAt,
  store,
  connect,
  ...input
}: ServiceInput = {}): Promise<TestService> {
  const installation = await openInstallation({
    openCarrier: openSimulatedCarrier(carrier),
    ...(startAt !== undefined && { startAt }),
    ...(store && { store }),
    ...(connect && { connect }),
  });
  const { time, counted, close } = installation;
  untilTestEnds({ owner, close });
  const instance = await installation.start(input);
  const { pass, until, during } = time;
  return {
    ...instance,
    ...createApiClient({ ...instance, answer: (request) => counted(instance.answer(request)), time }),
    store: installation.store,
    simulator: installation.carrier.simulator,
    time,
    pass,
    until,
    during,
    close,
  };
}
