import { z } from 'zod';
import { ownedStates } from '../../../domain/campaign/campaign.ts';
import type { EmergencyStop } from '../../../domain/emergency-stop.ts';
import { readFileOnly } from './inspect.ts';

/** How many listed campaigns of a file need an owner, and the emergency stops that are in force there. */
export type Peek = { underWay: number; emergencyStops: readonly EmergencyStop[] };

const stopsSchema = z.array(
  z.object({ client: z.string(), reason: z.string().nullable(), by: z.string(), at: z.number() }),
);

const stopsQuery = `
SELECT json_group_array(json_object('client', client, 'reason', reason, 'by', by, 'at', at) ORDER BY at) FROM holds`;

/** Reads what a store file holds and leaves it as it is. Throws as opening it does. */
export function peekFile({ path }: { path: string }): Peek {
  return readFileOnly({
    path,
    empty: { underWay: 0, emergencyStops: [] },
    read: (readOne) => ({
      underWay: Number(
        readOne(
          `SELECT count(*) FROM campaigns
           WHERE listed = 1 AND state IN (${ownedStates.map((state) => `'${state}'`).join(', ')})`,
        ),
      ),
      emergencyStops: stopsSchema.parse(JSON.parse(String(readOne(stopsQuery)))),
    }),
  });
}
