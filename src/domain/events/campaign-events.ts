import { z } from 'zod';
import { campaignStates, pauseCauses } from '../campaign/campaign.ts';
import { canaryFiguresSchema, canaryLimitsSchema, canaryRates } from '../campaign/canary.ts';
import { reasonCodes } from '../reason-code.ts';
import { instant, nothing, order, written } from './event-type.ts';

const waiting = z.object({
  reason: z.enum(reasonCodes),
  until: instant.nullable().describe('when that may change; null if no time can be named'),
});
const reason = written.nullable().optional().describe('why, in the words of who ordered it');
/** Texts of steps may speak of a contact. */
const definitionPart = z.record(z.string(), z.unknown()).meta({ unpublished: true });
const breaker = z
  .string()
  .optional()
  .describe('the circuit breaker: channel, provider and account; all campaigns that send by it share it');
const probeAt = instant.describe('when the next probe is due');

const count = z.number();
/** What `ringmaster verify` needs of removed events: the chain of hashes continues, and the figures still add up. */
export const logRemovedData = z.object({
  through: z.number().describe('the last event that was removed'),
  hash: z.string().describe('the hash of the chunk that ended with it'),
  chainedFrom: z.number().nullable().describe('the first removed event that the chain of hashes covered'),
  logged: z
    .object({
      states: z.array(z.enum(campaignStates)).nullable(),
      total: count,
      open: count,
      openImports: count,
      surplus: count,
      ended: z.record(z.string(), count),
    })
    .describe('what the events up to then counted'),
});

/** The life of a campaign. */
export const campaignEvents = {
  'campaign.created': order('campaign', 'the campaign was created as a draft', nothing),
  'campaign.started': order(
    'campaign',
    'the campaign was started, or scheduled for a later start',
    z.object({
      startAt: instant.nullable().optional().describe('when it is to start; null: at once'),
      canary: z
        .object({ contacts: z.number(), limits: canaryLimitsSchema })
        .optional()
        .describe('the first contacts whose results decide whether it continues'),
    }),
  ),
  'campaign.unscheduled': order('campaign', 'a scheduled start was taken back', nothing),
  'campaign.paused': order(
    'campaign',
    'the campaign was paused',
    z.object({ cause: z.enum(pauseCauses), by: z.string(), reason }),
  ),
  'campaign.resumed': order('campaign', 'the campaign was resumed', nothing),
  'campaign.cancelled': order(
    'campaign',
    'the cancellation was ordered, or (by `system`, without data) has finished',
    z.object({
      hangUp: z.boolean().optional().describe('whether open calls are ended too'),
      reason,
    }),
  ),
  'campaign.archived': order('campaign', 'the campaign was archived', nothing),
  'campaign.edited': order(
    'campaign',
    'the definition was changed',
    z.object({
      version: z.number().describe('of the definition'),
      changed: z.array(z.string()).describe('the names of the fields that changed'),
      from: definitionPart.optional().describe('the old values of those that may change while it runs'),
      to: definitionPart.optional().describe('their new values'),
    }),
  ),
  'campaign.expired': order('campaign', 'the end of the campaign has come; nothing new starts', nothing),
  'campaign.completed': order('campaign', 'every contact has reached an end', nothing),
  'campaign.log-removed': order(
    'campaign',
    'the events before this one were removed, because their retention period is over',
    logRemovedData,
  ),
  'campaign.failed': order(
    'campaign',
    'the campaign cannot be run any more',
    z.object({ code: z.string(), detail: written }),
  ),
  'campaign.dispatching': order('campaign', 'attempts can start again', waiting.partial()),
  'campaign.waiting': order('campaign', 'nothing can start', waiting.partial()),
  'campaign.draining': order(
    'campaign',
    'nothing new starts; open attempts are still under way',
    waiting.partial(),
  ),
  'campaign.canary-judged': order(
    'campaign',
    'the first contacts of a canary start have results; if a rate is over its limit, a pause follows',
    canaryFiguresSchema.extend({
      contacts: z.number().describe('the contacts that were asked for'),
      limits: canaryLimitsSchema,
      over: z.array(z.enum(canaryRates)).describe('the rates over their limits'),
    }),
  ),
  'campaign.provider-down': order(
    'campaign',
    'the provider failed too often; only single probes are sent',
    z.object({ breaker, probeAt }),
  ),
  'campaign.provider-up': order('campaign', 'a probe succeeded; attempts start again', z.object({ breaker })),
  'campaign.probe-failed': order(
    'campaign',
    'a probe of the provider failed',
    z.object({ breaker, probeAt }),
  ),
} as const;
