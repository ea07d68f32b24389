import type { weekdays } from './window-rules.ts';

export type Weekday = (typeof weekdays)[number];

/** Where a rule stands, such as a statute with its section, and the address of its text if it is public. */
export type RuleSource = { text: string; url: string | null };

/** What the law of one place says about when and how often its people may be called. Hours are local. */
export type CallingRule = {
  /** A country or a state of it: `FR`, `US-FL`. A rule of a country also holds in its states. */
  region: string;
  /** The name of the place. */
  place: string;
  /** The open hours of each day, such as `08:00-21:00`; several if there is a break. A day that is absent is closed. */
  hours: Partial<Readonly<Record<Weekday, readonly string[]>>>;
  /** Whether public holidays of the place are closed. */
  holidays: boolean;
  /** How many attempts a person may have in a rolling period; null without such a rule. */
  caps: { per24Hours: number | null; perWeek: number | null; per30Days: number | null };
  source: RuleSource;
  /** `text`: what the source says. `strict`: the source can be read in several ways, and this is the strictest one. */
  reading: 'text' | 'strict';
  /** The day on which the rule was written down, `YYYY-MM-DD`. */
  recorded: string;
};

/** The rules that are in force. */
export type CallingRules = {
  /**
   * Returns the rules for a person who may be in any of these regions: those of each region and of its country. A country
   * without a state includes the rules of all its states, because the person may be in any of them.
   */
  of: (regions: readonly string[]) => readonly CallingRule[];
  all: readonly CallingRule[];
};
