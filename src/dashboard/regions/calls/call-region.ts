import { html } from 'hono/html';
import type { AttemptState } from '../../../domain/attempt/attempt.ts';
import { readJson } from '../../api/read-json.ts';
import {
  callPath,
  readBusinessTime,
  readCall,
  readCampaign,
  readContact,
  readContactEvents,
} from '../../api/reads.ts';
import type { CallbacksView } from '../../../queries/index.ts';
import { attemptSteps } from '../../history/steps.ts';
import { instant } from '../../text/format.ts';
import { callChip } from '../../text/call-chip.ts';
import { actorPath } from '../machines/actor-view.ts';
import type { ActorView } from '../machines/actor-view.ts';
import type { Region } from '../region.ts';
import { callbackList } from './callback-list.ts';
import { callFacts, callSentence } from './call-facts.ts';
import { callHistory } from './call-history.ts';
import { correctionNote, dispositionButton } from './disposition-button.ts';
import { evidenceLadder } from './evidence-ladder.ts';
import { recordingList } from './recording-list.ts';
import { hangUpButton } from './hang-up-button.ts';

/** What a region about a call is about: `cmp_…/att_…`. The campaign is that whose changes it follows. */
export const aboutCall = (campaign: string, call: string): string => `${campaign}/${call}`;

/** Everything about one call: what it does, the evidence behind its result, and what was reported about it. */
export const callRegion: Region = {
  name: 'call',
  everyMs: 500,
  topics: ({ about }) => [{ name: 'progress', campaign: about.split('/')[0] ?? '' }],
  async render({ api, about, viewer }) {
    const call = await readCall(api, about.split('/')[1] ?? '');
    const { id, campaign, contact } = call;
    const [actor, person, history, callbacks, { definition }, now] = await Promise.all([
      readJson<Pick<ActorView, 'state'>>(api, { path: actorPath(id, campaign) }),
      readContact(api, campaign, contact),
      readContactEvents(api, campaign, contact),
      readJson<CallbacksView>(api, { path: `${callPath(id)}/callbacks` }),
      readCampaign(api, campaign),
      readBusinessTime(api),
    ]);
    const present = actor.state as AttemptState;
    const words = Object.keys(definition.dispositions);
    return html`<div class="commands">
        ${callChip(call)} ${hangUpButton({ call, viewer })} ${dispositionButton({ call, words, viewer })}
      </div>
      <p class="lead">${callSentence({ call, now })}</p>
      ${correctionNote(call, instant(call.correction?.at ?? null, 'exact'))} ${callFacts({ call, person })}
      ${recordingList({ call, viewer })} ${evidenceLadder(call)} ${callbackList(callbacks)}
      ${callHistory({ present, ...attemptSteps({ history, attempt: id, present }) })}`;
  },
};
