import type { CallView } from '../../queries/index.ts';
import { hueOf } from '../charts/machines/index.ts';
import type { Html } from '../layout/html.ts';
import { chip } from './chip.ts';

/** The state of a call, in its colour. The stages of a call that was placed are one state of the machine. */
export function callChip({ state }: Pick<CallView, 'state'>): Html {
  return chip(state, hueOf('attempt', state) ?? hueOf('attempt', 'placed'));
}
