import type { EmergencyStop, StopEvent } from '../../../domain/emergency-stop.ts';
import type { RequestKey } from '../../../domain/request-key.ts';

/** The settings of a client, as JSON that has passed its schema. */
export type ClientRecord = { client: string; settings: Readonly<Record<string, unknown>>; updatedAt: number };

/**
 * `rated`: the clients that have rate tables, `*` for those of all clients.
 *
 * The settings that changed, and all emergency stops in force, at revision `rev`. Each change of settings or stops
 * raises the revision, in its own commit.
 */
export type NewSettings = {
  rev: number;
  clients: readonly ClientRecord[];
  stops: readonly EmergencyStop[];
  rated: readonly string[];
};

/** Emergency stops, and the settings of clients. */
export type SettingStore = {
  /**
   * Returns the settings that changed after a revision, or of all clients if it is null; null if nothing changed. The
   * answer is never older than its `rev`.
   */
  readNewSettings: (since: number | null) => Promise<NewSettings | null>;

  /**
   * Adds an emergency stop, and appends it to the client's log. Returns false and keeps the existing stop if the
   * client is already stopped.
   */
  putStop: (stop: EmergencyStop, request?: RequestKey) => Promise<boolean>;
  /**
   * Lifts the stop of a client. The logs record who lifted it, when and why. Returns false if the client is not
   * stopped.
   */
  removeStop: (lift: EmergencyStop, request?: RequestKey) => Promise<boolean>;
  /** Returns the emergency stops in force, by client. */
  listStops: () => Promise<readonly EmergencyStop[]>;
  /**
   * Returns a page of the stops that were ordered or lifted, newest first. With `clients`, only those of these
   * clients.
   */
  listStopEvents: (input: {
    clients?: readonly string[];
    after?: string;
    limit: number;
  }) => Promise<{ items: readonly StopEvent[]; next: string | null }>;

  /** Returns the settings of a client; null if it has none. */
  readClient: (client: string) => Promise<ClientRecord | null>;
  /**
   * Adds or replaces the settings of a client and returns them. If they changed, the client's log records who changed
   * them.
   */
  putClient: (input: { record: ClientRecord; by: string }, request?: RequestKey) => Promise<ClientRecord>;
  /** Returns the clients that have settings, by name. */
  listClients: () => Promise<readonly ClientRecord[]>;
};
