/* How things are drawn: tints with patterns, numbers in circles, signs. Colours come from the styles. */

const STEPS = [0.1, 0.22, 0.38, 0.58, 0.82];
const SIZE = 12;

/** The colours and fonts of the page as it stands: paper or wall. */
export const inksOf = (frame) => {
  const style = getComputedStyle(frame);
  const ink = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: ink("paper-raised"),
    ink: ink("ink"),
    soft: ink("ink-soft"),
    line: ink("edge"),
    accent: ink("accent"),
    red: ink("light-red"),
    yellow: ink("light-yellow-shape"),
    none: ink("ink-soft"),
    font: style.fontFamily,
  };
};

const mixed = (inks, share) => `color-mix(in srgb, ${inks.accent} ${Math.round(share * 100)}%, ${inks.paper})`;

/* Each band has a tint and a pattern of its own: dots, strokes, crossed strokes, full. */
const drawPattern = (pen, band, inks) => {
  pen.fillStyle = mixed(inks, STEPS[band - 1]);
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.strokeStyle = mixed(inks, Math.min(STEPS[band - 1] + 0.3, 1));
  pen.fillStyle = pen.strokeStyle;
  pen.lineWidth = 1;
  if (band === 2) {
    pen.fillRect(2, 2, 1.5, 1.5);
    pen.fillRect(8, 8, 1.5, 1.5);
  }
  if (band === 3 || band === 4) stroke(pen, 1);
  if (band === 4) stroke(pen, -1);
};

const stroke = (pen, way) => {
  pen.beginPath();
  for (const start of [-SIZE, 0, SIZE]) {
    pen.moveTo(start, way > 0 ? SIZE : 0);
    pen.lineTo(start + SIZE, way > 0 ? 0 : SIZE);
  }
  pen.stroke();
};

/** The fills of the five bands and of the lights. */
export const fillsOf = (inks) => {
  const fills = { nothing: inks.paper };
  for (let band = 1; band <= 5; band += 1) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = SIZE;
    const pen = tile.getContext("2d");
    drawPattern(pen, band, inks);
    fills[band] = pen.createPattern(tile, "repeat");
  }
  fills.red = `color-mix(in srgb, ${inks.red} 45%, ${inks.paper})`;
  fills.yellow = `color-mix(in srgb, ${inks.yellow} 38%, ${inks.paper})`;
  fills.none = mixed(inks, 0.12);
  return fills;
};

export const heatOf = (inks, share) => mixed(inks, 0.3 + 0.7 * share);

/* Words are drawn once and laid down as pictures: a rim around letters is the dearest of all. */
const stamps = new WeakMap();
const DENSE = 2;
const RIM = 3;

const stampOf = (words, inks, size, weight) => {
  if (!stamps.has(inks)) stamps.set(inks, new Map());
  const kept = stamps.get(inks);
  const key = `${size} ${weight} ${words}`;
  if (kept.has(key)) return kept.get(key);
  const sheet = document.createElement("canvas");
  const pen = sheet.getContext("2d");
  pen.font = `${weight} ${size}px ${inks.font}`;
  const wide = Math.ceil(pen.measureText(words).width) + 2 * RIM;
  const high = size + 2 * RIM + 2;
  [sheet.width, sheet.height] = [wide * DENSE, high * DENSE];
  pen.scale(DENSE, DENSE);
  pen.font = `${weight} ${size}px ${inks.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = RIM;
  pen.strokeStyle = inks.paper;
  pen.strokeText(words, wide / 2, high / 2);
  pen.fillStyle = inks.ink;
  pen.fillText(words, wide / 2, high / 2);
  kept.set(key, { sheet, wide, high });
  return kept.get(key);
};

/** Text that is read on any ground: with a rim of paper. */
export const write = (pen, words, x, y, inks, size = 12, weight = 600) => {
  const { sheet, wide, high } = stampOf(words, inks, size, weight);
  pen.drawImage(sheet, Math.round(x - wide / 2), Math.round(y - high / 2), wide, high);
};

/** How wide such a text is. */
export const roomOf = (words, inks, size, weight = 600) => stampOf(words, inks, size, weight).wide;

export const radiusOf = (count) => Math.min(11 + 4.5 * Math.log10(count), 30);

/** A circle with a number. */
export const bubble = (pen, x, y, count, inks) => {
  const radius = radiusOf(count);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = inks.paper;
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = inks.accent;
  pen.stroke();
  pen.font = `600 ${count > 9999 ? 11 : 12}px ${inks.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = inks.ink;
  pen.fillText(String(count), x, y + 0.5);
};

/** The shape of a light: square, triangle or ring, as everywhere. */
export const shape = (pen, light, x, y, half, inks) => {
  pen.beginPath();
  if (light === "red") pen.rect(x - half, y - half, 2 * half, 2 * half);
  else if (light === "yellow") {
    pen.moveTo(x, y - half);
    pen.lineTo(x + half, y + half);
    pen.lineTo(x - half, y + half);
    pen.closePath();
  } else pen.arc(x, y, half * 0.9, 0, 2 * Math.PI);
  pen.lineWidth = 2;
  pen.strokeStyle = inks[light];
  pen.fillStyle = light === "none" ? inks.paper : inks[light];
  pen.fill();
  pen.stroke();
};

/** A light with its number beside it. */
export const lamp = (pen, light, x, y, count, inks) => {
  const words = String(count);
  pen.font = `600 12px ${inks.font}`;
  const wide = pen.measureText(words).width + 26;
  pen.fillStyle = inks.paper;
  pen.strokeStyle = inks.line;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.rect(x - wide / 2, y - 10, wide, 20);
  pen.fill();
  pen.stroke();
  shape(pen, light, x - wide / 2 + 11, y, 5, inks);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillStyle = inks.ink;
  pen.fillText(words, x - wide / 2 + 20, y + 0.5);
};

/** The sign of a thing that stands somewhere, on a small plate where there is room for one. */
export const plate = (pen, sign, x, y, inks, near) => {
  if (!near) {
    write(pen, sign, x, y, inks, 8, 400);
    return;
  }
  pen.beginPath();
  pen.rect(x - 9, y - 9, 18, 18);
  pen.fillStyle = inks.paper;
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = inks.soft;
  pen.stroke();
  pen.font = `400 12px ${inks.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = inks.ink;
  pen.fillText(sign, x, y + 1);
};
