import type { Logger } from 'pino';
import type { CampaignFigures, Runtime } from '../../actors/index.ts';
import { ownedStates } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { addSeries, emptySeriesRow, seriesStepMs, stepOf } from '../../domain/campaign/series.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Alert, AlertSubject } from '../../domain/alert.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Clocks } from '../../platform/clock.ts';
import { createRepeat } from '../../platform/repeat.ts';
import type { Repeat } from '../../platform/repeat.ts';
import { campaignFindings } from '../../rules/alerts/campaign-findings.ts';
import type { Finding } from '../../rules/alerts/campaign-findings.ts';
import { followAlerts } from '../../rules/alerts/follow.ts';
import type { AlertStep } from '../../rules/alerts/follow.ts';
import { instanceFindings } from '../../rules/alerts/instance-findings.ts';
import type { InstanceAlertFacts } from '../../rules/alerts/instance-findings.ts';
import type { AlertThresholds } from '../../rules/alerts/thresholds.ts';
import { webhooksFailing } from '../../rules/alerts/webhook-findings.ts';
import { isFirstInstance } from '../first-instance.ts';
import { deliveriesOf } from './alert-deliveries.ts';

const everyMs = 30_000;

export type AlertWatchInput = {
  instance: string;
  runtime: Pick<Runtime, 'campaigns' | 'isAlive'>;
  store: Pick<
    Store,
    | 'listAlerts'
    | 'listWebhooks'
    | 'listInstances'
    | 'putAlert'
    | 'readCampaign'
    | 'readSeries'
    | 'removeAlert'
  >;
  channels: Pick<Channels, 'dispositionsOf'>;
  clocks: Clocks;
  thresholds: AlertThresholds;
  measure: () => Promise<InstanceAlertFacts>;
  /** Called after an alert was raised, repeated or resolved here. */
  onTold: () => void;
  log: Logger;
};

/**
 * Looks for alerts every 30 seconds: about the campaigns that this instance runs, and about itself. What was told is stored,
 * so a new owner of a campaign does not repeat it. The first living instance looks at the webhooks, and resolves alerts of
 * instances that are gone and of campaigns that need no owner.
 */
export function createAlertWatch(input: AlertWatchInput): Repeat & { round: () => Promise<void> } {
  const { instance, runtime, store, clocks, thresholds, log } = input;
  const { repeatMs, silenceMs } = thresholds;

  const round = async (): Promise<void> => {
    const stored = await store.listAlerts();
    const now = Math.floor(clocks.store.now());
    const follow = (subject: AlertSubject, findings: readonly Finding[]): AlertStep[] => {
      const own = stored.filter((alert) =>
        (['client', 'campaign', 'instance'] as const).every((name) => alert[name] === subject[name]),
      );
      return followAlerts({ subject, stored: own, findings, now, repeatMs });
    };
    const tell = createTell(input, now);
    const run = runtime.campaigns({ heldUpForMs: silenceMs });
    for (const figures of run) {
      const findings = await findingsOf(input, figures);
      const { client, campaign, name } = figures;
      for (const step of follow({ client, campaign, instance: null }, findings)) await tell(step, name);
    }
    const findings = instanceFindings(await input.measure(), thresholds);
    for (const step of follow({ client: everyClient, campaign: null, instance }, findings))
      await tell(step, null);
    const seen = new Set(run.map(({ campaign }) => campaign));
    if (!(await isFirstInstance(input))) return;
    for (const { client, found } of await webhookFindings(input, { stored, now }))
      for (const step of follow({ client, campaign: null, instance: null }, found)) await tell(step, null);
    const others = stored.filter((alert) => alert.instance !== instance && !seen.has(alert.campaign ?? ''));
    for (const alert of others) if (await isOver(input, alert)) await tell({ kind: 'resolved', alert }, null);
  };

  return {
    ...createRepeat({
      clock: clocks.system,
      everyMs,
      run: round,
      onError: (error) => log.warn({ err: error }, 'alerts could not be checked now'),
    }),
    round,
  };
}

/** Tells one step: only the instance whose commit changes the stored alert does. */
function createTell(
  { store, log, onTold }: AlertWatchInput,
  now: number,
): (step: AlertStep, name: string | null) => Promise<void> {
  return async (step, name) => {
    const deliveries = deliveriesOf({ step, name, now, webhooks: await store.listWebhooks() });
    const { alert, kind } = step;
    const isOurs =
      step.kind === 'resolved'
        ? await store.removeAlert({ ...alert, deliveries })
        : await store.putAlert({ alert, toldAt: step.toldAt, deliveries });
    if (!isOurs) return;
    const { code, client, campaign, instance, detail } = alert;
    log[kind === 'resolved' ? 'info' : 'warn']({ code, client, campaign, instance, detail }, `alert ${kind}`);
    onTold();
  };
}

async function findingsOf(
  { store, channels, clocks, thresholds }: AlertWatchInput,
  { campaign, updatedAt, unknown, isHeldUp, hasNoSender, isOverAbandonment, channels: used }: CampaignFigures,
): Promise<Finding[]> {
  const { windowMs, silenceMs } = thresholds;
  const now = clocks.business.now();
  const from = stepOf(now - Math.max(windowMs, silenceMs));
  const to = stepOf(now) + seriesStepMs;
  const limit = (to - from) / seriesStepMs;
  // A campaign without commits in the window has no figures in it.
  const rows = updatedAt < from ? [] : await store.readSeries({ campaign, from, to, limit });
  const sumSince = (since: number) =>
    rows.filter(({ at }) => at >= stepOf(since)).reduce(addSeries, emptySeriesRow(from));
  const canBeUnanswered = used.some((channel) =>
    channels.dispositionsOf(channel).some(({ name }) => name === 'no-answer'),
  );
  const { ended } = sumSince(now - windowMs);
  const { placed } = sumSince(now - silenceMs);
  return campaignFindings(
    { ended, canBeUnanswered, unknown, isHeldUp, hasNoSender, isOverAbandonment, placed },
    thresholds,
  );
}

/** What is wrong with the webhooks of each client that has any, or an alert about them. */
async function webhookFindings(
  { store, thresholds: { webhookMs } }: AlertWatchInput,
  { stored, now }: { stored: readonly Alert[]; now: number },
): Promise<{ client: string; found: Finding[] }[]> {
  const webhooks = await store.listWebhooks();
  const told = stored.filter(({ code }) => code === 'webhook-failing');
  const clients = new Set([...webhooks, ...told].map(({ client }) => client));
  return [...clients].map((client) => {
    const own = webhooks.filter((webhook) => webhook.client === client && webhook.enabled);
    return { client, found: webhooksFailing({ webhooks: own, webhookMs, now }) };
  });
}

/** Whether nothing looks for the alert any more: its instance is gone, or its campaign needs no owner. */
async function isOver({ store, runtime }: AlertWatchInput, alert: Alert): Promise<boolean> {
  if (alert.campaign === null) return alert.instance !== null && !runtime.isAlive(alert.instance);
  const record = await store.readCampaign(alert.campaign);
  return !record || !ownedStates.includes(record.state);
}
