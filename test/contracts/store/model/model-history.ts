import * as fc from 'fast-check';

/** One thing that happens to the store in a random history. Numbers pick among what is there. */
export type Move =
  | { kind: 'enroll'; campaign: number; people: readonly Enrolled[] }
  | { kind: 'mint'; campaign: number; picks: readonly number[]; wrong: Wrong }
  | { kind: 'end'; campaign: number; picks: readonly number[]; wrong: Wrong }
  | { kind: 'rest'; campaign: number }
  | { kind: 'claim'; campaign: number; late: boolean }
  | { kind: 'suppress'; client: string; person: number; lift: boolean; inTurn: number | null }
  | { kind: 'hold'; client: string; lift: boolean }
  | { kind: 'inbox'; campaign: number; event: number; consume: boolean };

/** A contact by its number, and a further number of it. */
export type Enrolled = { person: number; further: number | null };

/** What a turn gets wrong about the state it was computed from. */
export type Wrong = 'nothing' | 'epoch' | 'rev' | 'seq' | 'person';

const campaign = fc.integer({ min: 0, max: 2 });
const person = fc.integer({ min: 1, max: 6 });
/** A contact has one number or two: the second one may show that two persons are one. */
const enrolled: fc.Arbitrary<Enrolled> = fc.record({
  person,
  further: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: person }),
});
const picks = fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 });
const client = fc.constantFrom('default', 'northwind', '*');
const wrong = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Wrong>('nothing') },
  { weight: 1, arbitrary: fc.constantFrom<Wrong>('epoch', 'rev', 'seq', 'person') },
);
const kind = <Kind extends Move['kind']>(name: Kind) => fc.constant(name);

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: kind('enroll'), campaign, people: fc.array(enrolled, { maxLength: 4 }) }),
  },
  { weight: 6, arbitrary: fc.record({ kind: kind('mint'), campaign, picks, wrong }) },
  { weight: 5, arbitrary: fc.record({ kind: kind('end'), campaign, picks, wrong }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('rest'), campaign }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('claim'), campaign, late: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('suppress'),
      client,
      person,
      lift: fc.boolean(),
      inTurn: fc.option(campaign),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('hold'), client, lift: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('inbox'), campaign, event: fc.nat({ max: 3 }), consume: fc.boolean() }),
  },
);

export const history: fc.Arbitrary<readonly Move[]> = fc.array(move, { minLength: 5, maxLength: 40 });
