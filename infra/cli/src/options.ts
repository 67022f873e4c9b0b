import { instant, period, plainDate } from '@kcn/kernel';
import { InvalidArgumentError, Option } from 'commander';

/** Options that several command families have, each with its own text and check. */

const seconds = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('số giây / a number of seconds');
  return Number(text);
};
const checked =
  (check: (text: string) => unknown) =>
  (text: string): string => {
    check(text);
    return text;
  };
const matching =
  (pattern: RegExp, expected: string) =>
  (text: string): string => {
    if (!pattern.test(text)) throw new InvalidArgumentError(expected);
    return text;
  };

/** `a,b` → `['a', 'b']` */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const jsonOption = (): Option => new Option('--json', 'kết quả là JSON trên stdout / the result as JSON on stdout').default(false);
export const boardOption = (): Option => new Option('--board <board>', 'mã ban quản lý, ví dụ hung-yen / the board').makeOptionMandatory();
export const anyBoardOption = (): Option => new Option('--board <board>', 'mã ban quản lý; không có: tất cả / the board; default: all');
export const periodOption = (): Option =>
  new Option('--period <period>', '2017, 2017-H1, 2017-9M, 2017-Q3, 2017-05').argParser(checked(period)).makeOptionMandatory();
export const breakdownOption = (): Option => new Option('--breakdown <breakdown>', 'phân tổ: FDI, park:CODE, FDI;park:CODE');
export const calendarOption = (): Option =>
  new Option('--calendar <calendar>', 'lịch báo cáo / report calendar').choices(['calendar', 'ND09']);
export const waitOption = (defaultSeconds: number): Option =>
  new Option('--wait <seconds>', 'chờ tối đa bao nhiêu giây / how long to wait at most').argParser(seconds).default(defaultSeconds);

/** An option that takes a number of seconds. */
export const secondsOption = (flags: string, description: string): Option => new Option(flags, description).argParser(seconds);
/** An option that takes an instant with its zone. */
export const instantOption = (flags: string, description: string): Option => new Option(flags, description).argParser(checked(instant));
/** An option that takes a day, `2026-09-30`. */
export const dayOption = (flags: string, description: string): Option => new Option(flags, description).argParser(checked(plainDate));
/** An option that takes a month, `2026-09`. */
export const monthOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(matching(/^\d{4}-(0[1-9]|1[0-2])$/, 'tháng dạng 2026-09 / a month such as 2026-09'));
/** An option that takes a year. */
export const yearOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(matching(/^\d{4}$/, 'năm dạng 2027 / a year such as 2027'));
