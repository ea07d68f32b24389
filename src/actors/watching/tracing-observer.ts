import type { SpanInput, Tracing } from '../../platform/tracing/tracing.ts';
import type { Observer } from './observer.ts';

/**
 * Adds spans to an observer: one for each turn, commit and send, none for each contact of a turn. Without tracing it is
 * returned as it is.
 */
export function tracedObserver(observer: Observer, tracing: Tracing | null): Observer {
  if (!tracing) return observer;
  const traced = <Result extends { kind: string }>(
    input: SpanInput,
    work: () => Promise<Result>,
  ): Promise<Result> =>
    tracing.inSpan(input, async (span) => {
      const result = await work();
      span.setAttribute('ringmaster.outcome', result.kind);
      return result;
    });

  return {
    ...observer,
    cause: tracing.cause,
    turn(about, work) {
      const attributes = { 'ringmaster.campaign': about.campaign, 'ringmaster.events': about.events };
      return traced({ name: 'turn', attributes, origin: about }, () => observer.turn(about, work));
    },
    commit(turn, work) {
      const attributes = {
        'ringmaster.campaign': turn.record.id,
        'ringmaster.minted': turn.minted.length,
        'ringmaster.attempts': turn.attempts.length,
        'ringmaster.enrollments': turn.enrollments.length,
        'ringmaster.logged': turn.events.length,
      };
      return traced({ name: 'commit', attributes }, () => observer.commit(turn, work));
    },
    send(attempt, work) {
      const attributes = {
        'ringmaster.campaign': attempt.campaign,
        'ringmaster.attempt': attempt.id,
        'ringmaster.channel': attempt.channel,
      };
      return traced({ name: 'send', kind: 'client', attributes }, () => observer.send(attempt, work));
    },
  };
}
