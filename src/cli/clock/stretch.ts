import { z } from 'zod';
import type { ClockStretch } from '../../platform/scaled-clock.ts';

export const stretchSchema = z.object({
  businessAt: z.number(),
  systemAt: z.number(),
  speed: z.number().positive(),
});

/** The message with which a parent process sets the shared clock of its children. */
export const clockMessageSchema = z.object({ type: z.literal('clock'), stretch: stretchSchema });
export type ClockMessage = { type: 'clock'; stretch: ClockStretch };

/** The message with which a child reports that it is ready. `instance` is the id of a service in the store. */
export const readyMessageSchema = z.object({
  type: z.literal('ready'),
  url: z.string(),
  instance: z.string().optional(),
});
