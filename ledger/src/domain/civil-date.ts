/** Civil dates in Asia/Shanghai, UTC+8 all year since 1992; arithmetic only, no locale and no time zone data. */

const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

/** Days since 1970-01-01 → [year, month, day], proleptic Gregorian (Howard Hinnant, "chrono-compatible date algorithms"). */
function civilFromDays(days: number): [number, number, number] {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468;
}

function format([year, month, day]: [number, number, number]): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function parse(date: string): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

/** YYYY-MM-DD that exists. Dates compare as strings. */
export function isCivilDate(date: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) return false;
  const [year, month, day] = parse(date);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : MONTH_DAYS[month - 1]!;
}

/** The civil date of a moment (ms UTC). */
export function civilDateOf(time: number): string {
  return format(civilFromDays(Math.floor((time + OFFSET_MS) / DAY_MS)));
}

/** `days` may be negative. */
export function addDays(date: string, days: number): string {
  return format(civilFromDays(daysFromCivil(...parse(date)) + days));
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return daysFromCivil(...parse(to)) - daysFromCivil(...parse(from));
}

/** The first moment (ms UTC) of a civil date. */
export function startOfDay(date: string): number {
  return daysFromCivil(...parse(date)) * DAY_MS - OFFSET_MS;
}
