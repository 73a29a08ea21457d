/* Finding a door by what people say of it: 3栋2单元501, 3-2-501, 解放路12号 501. Works on the phone. */

const WIDE = /[\uff01-\uff5e]/g;
const TENS = { 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const NUMERAL = /([一二两三四五六七八九])?(十)?([一二三四五六七八九])?(?=栋|幢|座|楼|号|单元|层)/g;
const CUT = /号楼|单元|[栋幢座楼号层室门户房#＃,，、。;；\-—–_/\s]+/g;

const narrow = (text) => text.replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

const digits = (text) =>
  text.replace(NUMERAL, (whole, tens, ten, ones) => {
    if (!whole) return whole;
    const number = (ten ? (tens ? TENS[tens] : 1) * 10 : tens ? TENS[tens] : 0) + (ones ? TENS[ones] : 0);
    return String(number);
  });

/** The parts of an address as they are compared: words apart from numbers, spelt one way. */
export const partsOf = (text) =>
  digits(narrow(String(text ?? "")).toLowerCase())
    .replace(CUT, " ")
    .split(" ")
    .flatMap((part) => part.match(/\d+[a-z]?|[^\d\s]+/g) ?? [])
    .map((part) => part.replace(/^0+(?=\d)/, ""));

const fits = (wanted, part) => (/^\d/.test(wanted) ? part === wanted : part.includes(wanted));

/** How many of the last numbers were met exactly tells nothing; all parts in their order do. */
export const addressFits = (query, ...texts) => {
  const parts = texts.flatMap(partsOf);
  let at = 0;
  for (const wanted of partsOf(query)) {
    while (at < parts.length && !fits(wanted, parts[at])) at += 1;
    if (at === parts.length) return false;
    at += 1;
  }
  return true;
};
