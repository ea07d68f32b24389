import { createFetchSend } from '../../../../src/channels/voice/plivo/requests/fetch-send.ts';
import { createSimulator } from '../../../../src/simulator/index.ts';
import type { Simulator, SimulatorNeeds, SimulatorOptionsInput } from '../../../../src/simulator/index.ts';
import { account } from '../process.ts';
import type { CarrierNeeds, TestCarrier } from './carrier.ts';

export type SimulatedCarrier = TestCarrier & { simulator: Simulator };

/** The product's carrier simulator, in process. */
export function openSimulatedCarrier(
  options: SimulatorOptionsInput = {},
  connectStream?: SimulatorNeeds['connectStream'],
): (needs: CarrierNeeds) => SimulatedCarrier {
  return ({ clocks, callBack, counted }) => {
    const simulator = createSimulator({
      clock: clocks.business,
      system: clocks.system,
      accounts: [account],
      options,
      fetchCallback: callBack,
      ...(connectStream && { connectStream }),
    });
    return {
      simulator,
      sendFor: () =>
        createFetchSend({ clock: clocks.system, fetch: (request) => counted(simulator.fetch(request)) }),
      openUrl: (url, init) => counted(simulator.fetch(new Request(url, init))),
      isBusy: () => simulator.pendingCallbacks() > 0,
      close: simulator.close,
    };
  };
}
