import { fromEpochDay, toEpochDay } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/**
 * The Vietnamese lunar calendar by the algorithm of Hồ Ngọc Đức (after Jean Meeus): months begin on the day of the new moon
 * at Hà Nội (UTC+7), the month of the winter solstice is the eleventh, and the leap month is the first one of a year of
 * thirteen without a principal term. It can differ from the Chinese calendar, which goes by UTC+8.
 */
const UTC_OFFSET_HOURS = 7;
const JULIAN_DAY_OF_EPOCH = 2_440_588;
const RADIANS = Math.PI / 180;
const SYNODIC_MONTH_DAYS = 29.530588853;

/** A day of the lunar calendar. */
export interface LunarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly isLeapMonth: boolean;
}

/** Julian date of the k-th new moon since 1 January 1900. */
function newMoon(k: number): number {
  const t = k / 1_236.85;
  const t2 = t * t;
  const t3 = t2 * t;
  const mean =
    2_415_020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * RADIANS);
  const sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * RADIANS;
  const moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * RADIANS;
  const latitude = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * RADIANS;
  const correction =
    (0.1734 - 0.000393 * t) * Math.sin(sun) +
    0.0021 * Math.sin(2 * sun) -
    0.4068 * Math.sin(moon) +
    0.0161 * Math.sin(2 * moon) -
    0.0004 * Math.sin(3 * moon) +
    0.0104 * Math.sin(2 * latitude) -
    0.0051 * Math.sin(sun + moon) -
    0.0074 * Math.sin(sun - moon) +
    0.0004 * Math.sin(2 * latitude + sun) -
    0.0004 * Math.sin(2 * latitude - sun) -
    0.0006 * Math.sin(2 * latitude + moon) +
    0.001 * Math.sin(2 * latitude - moon) +
    0.0005 * Math.sin(2 * moon + sun);
  const deltaT =
    t < -11 ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3 : -0.000278 + 0.000265 * t + 0.000262 * t2;
  return mean + correction - deltaT;
}

/** Julian day number, in Vietnam, of the k-th new moon. */
const newMoonDay = (k: number): number => Math.floor(newMoon(k) + 0.5 + UTC_OFFSET_HOURS / 24);

/** Which twelfth of the ecliptic, from 0 at the March equinox, the sun is in as a Vietnamese day begins. */
function sunTwelfth(julianDay: number): number {
  const t = (julianDay - 0.5 - UTC_OFFSET_HOURS / 24 - 2_451_545) / 36_525;
  const t2 = t * t;
  const anomaly = (357.5291 + 35_999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * RADIANS;
  const mean = 280.46645 + 36_000.76983 * t + 0.0003032 * t2;
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t2) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.00029 * Math.sin(3 * anomaly);
  const longitude = (((mean + centre) % 360) + 360) % 360;
  return Math.floor(longitude / 30);
}

const moonsUntil = (julianDay: number): number => Math.floor((julianDay - 2_415_021.076998695) / SYNODIC_MONTH_DAYS);

const julianDayOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / 86_400_000 + JULIAN_DAY_OF_EPOCH;

/** First day of the eleventh lunar month that falls in a year: the month that holds the winter solstice. */
function eleventhMonth(year: number): number {
  const k = moonsUntil(julianDayOf(year, 12, 31));
  const start = newMoonDay(k);
  return sunTwelfth(start) >= 9 ? newMoonDay(k - 1) : start;
}

/** How many months after the eleventh the leap month comes, in a year of thirteen. */
function leapOffset(eleventh: number): number {
  const k = Math.floor((eleventh - 2_415_021.076998695) / SYNODIC_MONTH_DAYS + 0.5);
  let offset = 1;
  let before: number;
  let twelfth = sunTwelfth(newMoonDay(k + offset));
  do {
    before = twelfth;
    offset += 1;
    twelfth = sunTwelfth(newMoonDay(k + offset));
  } while (twelfth !== before && offset < 14);
  return offset - 1;
}

/** The lunar date of a day. */
export function toLunarDate(date: PlainDate): LunarDate {
  const julianDay = toEpochDay(date) + JULIAN_DAY_OF_EPOCH;
  const k = moonsUntil(julianDay);
  const next = newMoonDay(k + 1);
  const start = next > julianDay ? newMoonDay(k) : next;
  const year = Number(date.slice(0, 4));
  const thisEleventh = eleventhMonth(year);
  const [from, to, ofYear] =
    thisEleventh >= start ? [eleventhMonth(year - 1), thisEleventh, year] : [thisEleventh, eleventhMonth(year + 1), year + 1];
  const offset = Math.floor((start - from) / 29);
  const leap = to - from > 365 ? leapOffset(from) : undefined;
  const shifted = leap !== undefined && offset >= leap ? offset + 10 : offset + 11;
  const month = shifted > 12 ? shifted - 12 : shifted;
  return { year: month >= 11 && offset < 4 ? ofYear - 1 : ofYear, month, day: julianDay - start + 1, isLeapMonth: leap === offset };
}

/** The day of a lunar date outside leap months. */
export function fromLunarDate({ year, month, day }: { readonly year: number; readonly month: number; readonly day: number }): PlainDate {
  const [from, to] = month < 11 ? [eleventhMonth(year - 1), eleventhMonth(year)] : [eleventhMonth(year), eleventhMonth(year + 1)];
  const k = Math.floor(0.5 + (from - 2_415_021.076998695) / SYNODIC_MONTH_DAYS);
  const plain = month < 11 ? month + 1 : month - 11;
  const offset = to - from > 365 && plain >= leapOffset(from) ? plain + 1 : plain;
  return fromEpochDay(newMoonDay(k + offset) + day - 1 - JULIAN_DAY_OF_EPOCH);
}
