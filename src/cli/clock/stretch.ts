import { z } from 'zod';
import type { ClockStretch } from '../../platform/scaled-clock.ts';

export const stretchSchema = z.object({
  businessAt: z.number(),
  systemAt: z.number(),
  speed: z.number().positive(),
});

/** What a parent process sends its children about the clock they share. */
export const clockMessageSchema = z.object({ type: z.literal('clock'), stretch: stretchSchema });
export type ClockMessage = { type: 'clock'; stretch: ClockStretch };

/** What a child sends its parent once it can be used. */
export const readyMessageSchema = z.object({ type: z.literal('ready'), url: z.string() });
