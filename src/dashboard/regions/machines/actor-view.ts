import type { AcceptedTransition } from '../../../domain/machine/accepted-transitions.ts';
import { withQuery } from '../../api/reads.ts';

/** The answer of `/v1/actors/:id`. */
export type ActorView = {
  id: string;
  machine: 'campaign' | 'enrollment' | 'attempt';
  version: number;
  campaign: string;
  state: string;
  nextEvents: string[];
  transitions: AcceptedTransition[];
  context: Readonly<Record<string, unknown>>;
  owner: string | null;
  epoch: number;
  rev: number;
  seq: number;
};

/** What the region of an actor is about: its id and its campaign. */
export const aboutActor = ({ id, campaign }: Pick<ActorView, 'id' | 'campaign'>): string =>
  `${id}@${campaign}`;

export function splitAbout(about: string): { id: string; campaign: string } {
  const [id = '', campaign = ''] = about.split('@');
  return { id, campaign };
}

const isContact = (id: string): boolean => /^(con|enr)_/.test(id);

/** The path of an actor in the API. A contact has a state only in a campaign. */
export function actorPath(id: string, campaign: string | undefined): string {
  return withQuery(`/v1/actors/${encodeURIComponent(id)}`, {
    campaign: isContact(id) ? campaign : undefined,
  });
}

/** The path of the page of an actor. */
export function actorPagePath({
  id,
  machine,
  campaign,
}: Pick<ActorView, 'id' | 'machine' | 'campaign'>): string {
  return withQuery(`/machines/${machine}/${encodeURIComponent(id)}`, {
    campaign: isContact(id) ? campaign : undefined,
  });
}
