import type { Alert } from '../../domain/alert.ts';
import type { NewDelivery } from './queues/deliveries.ts';

/**
 * The alerts in force. An alert is told by the commit that changes it, so of several instances only one tells it, and a
 * new owner of a campaign knows what was told before.
 */
export type AlertStore = {
  /**
   * Adds an alert, if `toldAt` is null and none with its id is stored; or replaces the one that was last told at `toldAt`.
   * The same commit adds the deliveries. Returns false and changes nothing if the stored alert is another one.
   */
  putAlert: (input: {
    alert: Alert;
    toldAt: number | null;
    deliveries: readonly NewDelivery[];
  }) => Promise<boolean>;
  /** Removes the alert that was last told at `toldAt`, and adds the deliveries. Returns false and changes nothing as above. */
  removeAlert: (
    input: Pick<Alert, 'id' | 'toldAt'> & { deliveries: readonly NewDelivery[] },
  ) => Promise<boolean>;
  /** Returns the alerts in force, by id. */
  listAlerts: () => Promise<readonly Alert[]>;
};
