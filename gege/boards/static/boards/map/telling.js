/* Values, steps and bands in words. */

/** Fill the place of one count in a sentence. */
export const said = (sentence, count) => sentence.replace("%(count)s", count).replace("%(words)s", count).replace("%(name)s", count);

export const valueWords = (value, unit, words) => {
  if (value === null || value === undefined) return "–";
  if (unit === "percent") return `${value.toFixed(1)} %`;
  if (unit === "hours") {
    return value < 48 ? said(words.hours, value.toFixed(1)) : said(words.days, (value / 24).toFixed(1));
  }
  return String(Math.round(value));
};

/** Short enough to stand in an area. */
export const valueSign = (value, unit, words) => {
  if (value === null || value === undefined) return "–";
  return unit === "percent" ? `${Math.round(value)}` : valueWords(value, unit, words).replace(".0 ", " ");
};

/** The band of a value, from 0 on. */
export const bandOf = (value, edges) => {
  let band = 0;
  while (band < edges.length && value >= edges[band]) band += 1;
  return band;
};

export const spanWords = ([first, last]) => (first === last ? first : `${first} – ${last}`);

export const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
