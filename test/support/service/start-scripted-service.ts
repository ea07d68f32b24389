import { letterRegistry } from '../letters/descriptor.ts';
import { createPostOffice } from '../letters/post-office.ts';
import type { Fate, Letter } from '../letters/post-office.ts';
import { openNoCarrier } from './carriers/no-carrier.ts';
import { createScriptedChannel } from './channels/scripted-channel.ts';
import type { Script, Touched } from './channels/scripted-channel.ts';
import { openInstallation } from './installation.ts';
import { startOn } from './start-service.ts';
import type { OneService, OneServiceInput } from './start-service.ts';
import { untilTestEnds } from './until-test-ends.ts';

/** A Monday, 08:55 in New York: the default window opens five minutes later. */
export const mondayMorning = Date.parse('2027-03-01T13:55:00Z');

export type ScriptedInput = Omit<OneServiceInput, 'channels'> & {
  /** How each call ends, and each message by `mail`. */
  script: Script;
  /** What becomes of each letter; by default it is taken, and nothing is reported. */
  fateOf?: (letter: Letter) => Fate;
  /** The time between two heartbeats. No other instance competes, so that heartbeats are rare by default. */
  beatMs?: number;
};

export type ScriptedService = OneService & {
  /** The calls that were placed, in order. */
  calls: readonly Touched[];
  /** The messages that were sent by `mail`, in order. */
  mails: readonly Touched[];
  /** The letters that the post office has taken. */
  letters: readonly Letter[];
};

/**
 * Starts the service with channels that end each touch as a script says, without a carrier: voice, letters, and `mail`
 * if the registry knows it. It is closed when the test ends.
 */
export async function startScriptedService({
  script,
  fateOf = () => ({}),
  beatMs = 600_000,
  owner = 'test',
  startAt = mondayMorning,
  store,
  path,
  connect,
  ...input
}: ScriptedInput): Promise<ScriptedService> {
  const installation = await openInstallation({ openCarrier: openNoCarrier, startAt, store, path, connect });
  untilTestEnds({ owner, close: installation.close });
  const { business } = installation.time.clocks;
  const calls: Touched[] = [];
  const mails: Touched[] = [];
  const letters: Letter[] = [];
  const service = await startOn(installation, {
    registry: letterRegistry,
    lease: { leaseMs: 10 * beatMs, marginMs: 3 * beatMs, beatMs, gapMs: 2 * beatMs },
    ...input,
    channels({ report }) {
      const shared = { business, script, report };
      const office = createPostOffice({
        clock: business,
        fateOf,
        deliver: report,
        onTaken: (letter) => letters.push(letter),
      });
      return [
        createScriptedChannel({ name: 'voice', touched: calls, ...shared }),
        createScriptedChannel({ name: 'mail', touched: mails, ...shared }),
        office.channel(report),
      ];
    },
  });
  return { ...service, calls, mails, letters };
}
