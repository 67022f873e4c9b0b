import { Option } from 'commander';
import { instantOption, waitOption, yearOption } from '../options';
import type { Optional } from '../registration';
import type { BlocChoice } from './find-bloc';
import type { ResultOptions } from './score';

/** Options that commands about a bloc's year have, as commander gives them. */
export interface Parsed extends Optional<{ bloc: string; year: string; board: string; asOf: string }> {
  readonly json: boolean;
  readonly wait: number;
}

const blocOption = (): Option => new Option('--bloc <bloc>', 'mã khối thi đua / the bloc').makeOptionMandatory();
const boardOption = (): Option => new Option('--board <board>', 'bộ tệp của ban nào; không có: Khối trưởng / default: the leader');
/** How a year of a bloc is named. */
export const choice = (): Option[] => [
  blocOption(),
  yearOption('--year <year>', 'năm, khi có nhiều / year, where there are several'),
  boardOption(),
];
/** And as of when. */
export const asked = (): Option[] => [
  ...choice(),
  instantOption('--as-of <instant>', 'như đã biết tại thời điểm đó / as known then (2026-11-25T04:10:00Z)'),
  waitOption(120),
];

export const chosen = ({ bloc, year, board }: Parsed): BlocChoice => ({ bloc, year, board });
export const named = (options: Parsed): ResultOptions => ({ ...chosen(options), asOf: options.asOf, waitSeconds: options.wait });
