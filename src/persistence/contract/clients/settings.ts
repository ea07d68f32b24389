import type { EmergencyStop, StopEvent } from '../../../domain/emergency-stop.ts';
import type { RequestKey } from '../../../domain/request-key.ts';

/** A client's settings, as JSON that has passed its schema. */
export type ClientRecord = { client: string; settings: Readonly<Record<string, unknown>>; updatedAt: number };

/**
 * Settings that changed, and all emergency stops in force, as of revision `rev`. The revision grows with each change of
 * either, in the commit of the change.
 */
export type NewSettings = { rev: number; clients: readonly ClientRecord[]; stops: readonly EmergencyStop[] };

/** Emergency stops, and what clients have set. */
export type SettingStore = {
  /**
   * What changed since a revision, with all clients if it is null; null where nothing did. What is returned is never older
   * than its `rev`.
   */
  readNewSettings: (since: number | null) => Promise<NewSettings | null>;

  /** Adds an emergency stop, and tells the client's log; false, and the one there is stays, where that client is stopped already. */
  putStop: (stop: EmergencyStop, request?: RequestKey) => Promise<boolean>;
  /** Lifts the stop of that client: who, when and why go to the logs. False where it is not stopped. */
  removeStop: (lift: EmergencyStop, request?: RequestKey) => Promise<boolean>;
  /** The emergency stops in force, by client. */
  listStops: () => Promise<readonly EmergencyStop[]>;
  /** Every stop that was ordered or lifted, newest first; `clients` leaves out those of others. */
  listStopEvents: (input: {
    clients?: readonly string[];
    after?: string;
    limit: number;
  }) => Promise<{ items: readonly StopEvent[]; next: string | null }>;

  /** A client's settings; null for a client that has set nothing. */
  readClient: (client: string) => Promise<ClientRecord | null>;
  /** Adds or replaces a client's settings and resolves with them. The client's log says who changed them, if they changed. */
  putClient: (input: { record: ClientRecord; by: string }, request?: RequestKey) => Promise<ClientRecord>;
  /** The clients that have set something, by name. */
  listClients: () => Promise<readonly ClientRecord[]>;
};
