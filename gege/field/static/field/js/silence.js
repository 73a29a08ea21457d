/* How long the platform has not been heard from, as far as a phone can know that.

   A phone's clock may jump: an empty battery, a hand, a network that tells the time late. A jump
   must not cost anybody's work. So one reading of the clock never wipes: it seals. Sealed means
   that the PIN is not asked for until the platform has answered. What wipes is days that were
   seen one by one: each opening can add one day at most, however far the clock has moved.
   Why: decision 0018. */

export const DAY = 86_400_000;

/* The mark after contact: platform's time and phone's time of the same moment. */
export const contactMark = (server, phone) => ({ server, phone, seen: phone, tally: 0 });

/* The mark after the phone's clock was read: a step backwards adds nothing, a jump one day. */
export const observe = (mark, phone) => ({
  ...mark,
  seen: phone,
  tally: mark.tally + Math.min(Math.max(phone - mark.seen, 0), DAY),
});

/* open, sealed or wipe.

   Silence is the smaller of two readings: by the clock corrected as it was at the last contact,
   and by the clock as it is. The second one holds when a wrong clock was put right meanwhile. */
export const judge = (mark, phone, days) => {
  if (!mark || !(days > 0)) return "open";
  if (mark.tally >= days * DAY) return "wipe";
  const silent = Math.min(phone - mark.phone, phone - mark.server);
  return silent >= days * DAY ? "sealed" : "open";
};
