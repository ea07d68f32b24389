/**
 * Whose trouble an end was, where it was not the recipient's: `provider` counts for the circuit breaker; `throttled`
 * uses up no attempt; `credit` and `configuration` heal only by a person and pause the campaign.
 */
export type Fault = 'provider' | 'throttled' | 'credit' | 'configuration';
