import { z } from 'zod';

/** The message with which an instance of a cluster asks the process that started it to kill an instance, by its id. */
export const killMessageSchema = z.object({ type: z.literal('kill'), instance: z.string() });
export type KillMessage = z.infer<typeof killMessageSchema>;
