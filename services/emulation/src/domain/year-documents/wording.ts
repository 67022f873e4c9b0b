import type { Period } from '@kcn/kernel';
import { formatNumber } from '@kcn/vietnam';
import type { Bloc } from '../bloc/bloc';
import type { Hundredths } from '../scoring/member-score';

/** Room for something to be written by hand. */
export const ROOM = '………………';

/** `921,81` */
export const pointsText = (points: Hundredths): string => formatNumber(points, { scale: 2, decimals: 2 });

/** Numbers below ten have a zero before them in such papers: `02`. */
export const counted = (count: number): string => count.toString().padStart(2, '0');

/** `A`, `A và B`, `A, B và C` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} và ${last}`;
}

export const memberName = ({ members }: Bloc, id: string | undefined): string =>
  members.find((member) => member.id === id)?.name.vi ?? ROOM;

const QUARTERS: Readonly<Record<string, string>> = { Q1: 'quý I', Q2: 'quý II', Q3: 'quý III', Q4: 'quý IV' };

/** `2019-H1` within a sentence: `6 tháng đầu năm 2019`. */
export function periodText(period: Period): string {
  const [year = '', part] = period.split('-');
  if (part === undefined) return `năm ${year}`;
  if (part === 'H1') return `6 tháng đầu năm ${year}`;
  if (part === 'H2') return `6 tháng cuối năm ${year}`;
  if (part === '9M') return `9 tháng đầu năm ${year}`;
  // By the decree on clerical work the months 1 and 2 have a zero before them.
  return `${QUARTERS[part] ?? `tháng ${Number(part) < 3 ? part : Number(part).toString()}`} năm ${year}`;
}

/** What broke a tie, by the key of bloc.json. */
export function tieBreakText(key: string): string {
  const [kind, code = ''] = key.split(':');
  if (kind === 'group') return `điểm nhóm ${code}`;
  if (kind === 'criterion') return `điểm tiêu chí ${code}`;
  return kind === 'penalties' ? 'điểm trừ (ít hơn xếp trên)' : 'số phiếu đồng ý';
}
