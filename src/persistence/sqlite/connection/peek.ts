import { z } from 'zod';
import { ownedStates } from '../../../domain/campaign/campaign.ts';
import type { EmergencyStop } from '../../../domain/emergency-stop.ts';
import { readFileOnly } from './inspect.ts';

/** The number of listed campaigns of a file that need an owner, and the emergency stops that are in force. */
export type Peek = { underWay: number; emergencyStops: readonly EmergencyStop[] };

const stopsSchema = z.array(
  z.object({ client: z.string(), reason: z.string().nullable(), by: z.string(), at: z.number() }),
);

const stopsQuery = `
SELECT json_group_array(json_object('client', client, 'reason', reason, 'by', by, 'at', at) ORDER BY at) FROM holds`;

/** Reads the content of a store file without changing it. Throws the same errors as opening it. */
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
