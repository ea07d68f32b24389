/** The simulated call: answers at once, as the channel of our own engine scenario does. */
export async function call({ contact, number }) {
  return { contact, number, disposition: 'answered', talkSeconds: 1 };
}
