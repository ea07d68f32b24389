import type { EmergencyStop, StopEvent } from '../../../../domain/emergency-stop.ts';
import type { ClientRecord } from '../../../contract/clients/settings.ts';
import { integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** Emergency stops in force. */
export const emergencyStops = declareTable<EmergencyStop>({
  table: 'holds',
  fields: {
    client: text({ personal: null }),
    reason: nullable(text({ personal: 'free-text' })),
    by: text({ personal: null }),
    at: integer(),
  },
});

export const stopEvents = declareTable<StopEvent>({
  table: 'stop_events',
  own: { number: integer() },
  fields: {
    client: text({ personal: null }),
    event: text({ personal: null }),
    reason: nullable(text({ personal: 'free-text' })),
    by: text({ personal: null }),
    at: integer(),
  },
});

/** `rev` is the revision of the settings at the client's last change. */
export const clients = declareTable<ClientRecord>({
  table: 'clients',
  own: { rev: integer() },
  fields: {
    client: text({ personal: null }),
    settings: json({ personal: null }),
    updatedAt: integer(),
  },
});

/** One row: the current revision of the settings and stops of all clients. */
export const settingRevision = declareTable<{ last: number }>({
  table: 'setting_revision',
  fields: { last: integer() },
});
