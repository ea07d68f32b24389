import { type Draw, drawBetween, drawWeighted, type Range } from '../../draws.ts';
import type { MailScenario } from '../scenario.ts';
import { isLanguage, type Language, languageOf } from '../texts/languages.ts';
import { type ReplyKind, replyKinds } from '../texts/replies.ts';
import type { MailOutcome } from './outcomes.ts';
import { absenceStyles, bounceReasons, noticeStyles, openers, type Reaction } from './reaction.ts';

/** What the reactions of one recipient to one message depend on. */
export type ReactionInput = {
  to: string;
  ordinal: number;
  tags: readonly string[];
  scenario: MailScenario;
  /** Draws for this message. */
  draw: Draw;
  /** Draws that are the same for all messages to the domain: it runs one mail system. */
  drawOfDomain: Draw;
};

/** What follows a message whose recipient has this outcome. */
export const reactionsOf: Readonly<Record<MailOutcome, (input: ReactionInput) => Reaction[]>> = {
  silent: () => [],
  refused: () => [],
  blocked: () => [],
  greylist: () => [],
  opens: (input) => [openOf(input)],
  clicks(input) {
    const open = openOf(input);
    return [open, { kind: 'click', afterMs: open.afterMs + after(input, 'clickAfterMs') }];
  },
  scanned: (input) => [{ kind: 'scan', afterMs: after(input, 'scanAfterMs') }],
  reply(input) {
    if (input.ordinal !== (numberIn(input.tags) ?? input.ordinal)) return [];
    return [
      {
        kind: 'reply',
        afterMs: after(input, 'replyAfterMs'),
        language: languageIn(input),
        says: replyKindIn(input),
        folder: isChosen(input, 'junk') ? 'Junk' : 'INBOX',
        alias: isChosen(input, 'alias'),
        threaded: !isChosen(input, 'unthreaded'),
        quotes: !isChosen(input, 'unquoted'),
      },
    ];
  },
  ooo(input) {
    const { tags, draw, scenario } = input;
    // The program answers each sender once, and its owner is back before the next message matters.
    if (input.ordinal > 1) return [];
    const away = numberIn(tags) ?? drawBetween({ draw, purpose: 'away', range: scenario.awayDays });
    const style = oneOf({ names: absenceStyles, tags, value: input.drawOfDomain('absence') });
    return [
      {
        kind: 'absence',
        afterMs: after(input, 'automaticAfterMs'),
        style,
        language: languageIn(input),
        away: tags.includes('undated') ? null : away,
        wording:
          tags.includes('through') || (!tags.includes('back') && draw('wording') < 1 / 3)
            ? 'through'
            : 'back',
      },
    ];
  },
  auto: (input) => [automaticOf(input, 'receipt')],
  left: (input) => [automaticOf(input, 'left')],
  unsubscribe: (input) => [
    {
      kind: 'unsubscribe',
      afterMs: after(input, 'unsubscribeAfterMs'),
      by: input.tags.includes('page') ? 'page' : 'one-click',
    },
  ],
  complaint: (input) => [
    {
      kind: 'complaint',
      afterMs: after(input, 'complaintAfterMs'),
      style: oneOf({
        names: ['message', 'headers'],
        tags: input.tags,
        value: input.drawOfDomain('complaint'),
      }),
    },
  ],
  bounce: (input) => [
    bounceOf(input, bounceReasons.find((reason) => input.tags.includes(reason)) ?? 'mailbox'),
  ],
  full: (input) => (input.ordinal > (numberIn(input.tags) ?? input.ordinal) ? [] : [bounceOf(input, 'full')]),
  delay(input) {
    const { delayAfterMs, expiresAfterMs } = input.scenario.timings;
    const delay: Reaction = { kind: 'delay', afterMs: delayAfterMs, style: noticeStyleOf(input) };
    if (!input.tags.includes('bounce')) return [delay];
    return [delay, { ...bounceOf(input, 'expired'), afterMs: expiresAfterMs }];
  },
};

const openOf = (input: ReactionInput): Reaction => ({
  kind: 'open',
  afterMs: after(input, 'openAfterMs'),
  by: oneOf({ names: openers, tags: input.tags, value: input.drawOfDomain('opener') }),
});

const bounceOf = (input: ReactionInput, reason: (typeof bounceReasons)[number]): Reaction => ({
  kind: 'bounce',
  afterMs: after(input, 'bounceAfterMs'),
  style: noticeStyleOf(input),
  reason,
  language: languageIn(input),
});

const automaticOf = (input: ReactionInput, says: 'receipt' | 'left'): Reaction => ({
  kind: 'automatic',
  afterMs: after(input, 'automaticAfterMs'),
  style: oneOf({ names: absenceStyles, tags: input.tags, value: input.drawOfDomain('absence') }),
  language: languageIn(input),
  says,
});

function after({ draw, scenario }: ReactionInput, name: DrawnTiming): number {
  return drawBetween({ draw, purpose: name, range: scenario.timings[name] });
}

type DrawnTiming = {
  [Name in keyof MailScenario['timings']]: MailScenario['timings'][Name] extends Range ? Name : never;
}[keyof MailScenario['timings']];

/** Returns the number among the tags, such as 3 in `ooo+3`. */
function numberIn(tags: readonly string[]): number | null {
  const digits = tags.find((tag) => /^\d{1,3}$/.test(tag));
  return digits === undefined ? null : Number(digits);
}

function languageIn({ tags, to }: ReactionInput): Language {
  return tags.find((tag) => isLanguage(tag)) ?? languageOf(to);
}

function noticeStyleOf({ tags, drawOfDomain }: ReactionInput): (typeof noticeStyles)[number] {
  return oneOf({ names: noticeStyles, tags, value: drawOfDomain('notice') });
}

function replyKindIn({ tags, scenario, draw }: ReactionInput): ReplyKind {
  const named = replyKinds.find((kind) => tags.includes(kind));
  return named ?? drawWeighted({ value: draw('says'), weights: scenario.replies }) ?? 'unclear';
}

/** Whether something happens: because a tag names it, or by its share in the scenario. */
function isChosen({ tags, scenario, draw }: ReactionInput, name: keyof MailScenario['shares']): boolean {
  return tags.includes(name) || (tags.length === 0 && draw(name) < scenario.shares[name]);
}

/** Returns the name that a tag chooses, or the one at a drawn value. */
function oneOf<Name extends string>({
  names,
  tags,
  value,
}: {
  names: readonly [Name, ...Name[]];
  tags: readonly string[];
  value: number;
}): Name {
  return names.find((name) => tags.includes(name)) ?? names[Math.floor(value * names.length)] ?? names[0];
}
