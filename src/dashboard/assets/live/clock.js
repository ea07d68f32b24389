/**
 * The clock of campaigns, which may run fast or be set to another day. The page and the beats of the stream tell its time; between
 * them it is assumed to run as fast as before.
 */
let told = { at: 0, business: Date.now() };
let speed = 1;

/** @param {number} business The time of the clock in milliseconds. */
export function noteClock(business) {
  const at = performance.now();
  if (told.at > 0 && at - told.at > 1_000) speed = Math.max(0, (business - told.business) / (at - told.at));
  told = { at, business };
}

/** The time of the clock of campaigns, in milliseconds. */
export function businessNow() {
  return told.business + (performance.now() - told.at) * speed;
}
