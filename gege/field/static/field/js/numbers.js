/* What may be doubted about a document's number, told at the door and not a day later (GB 11643). */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const SIGNS = "10X98765432";
const CARD = "111";

const tidy = (text) => String(text ?? "").replace(/[\s-]/g, "").toUpperCase();

/** The word of a doubt (as the platform has it), or null: `check_digit`, `born_differs`,
    `sex_differs`. Only identity cards are looked at. */
export const doubtOf = (typed, name) => {
  const number = tidy(typed[name]);
  if (!/^\d{17}[\dX]$/.test(number)) return null;
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(number[at]), 0);
  if (SIGNS[sum % 11] !== number[17]) return "check_digit";
  if (typed.id_type !== CARD) return null;
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}`;
  if (typed.born && !born.startsWith(typed.born.slice(0, 7))) return "born_differs";
  const sex = Number(number[16]) % 2 ? "1" : "2";
  if (["1", "2"].includes(typed.sex) && typed.sex !== sex) return "sex_differs";
  return null;
};
