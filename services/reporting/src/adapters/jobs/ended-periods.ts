import { period } from '@kcn/kernel';
import type { Period } from '@kcn/kernel';

/** Vietnam is seven hours ahead of UTC and has no summer time. */
const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** The periods that ended with the month before the one an instant lies in, in Vietnam: `2017-03`, `2017-Q1`, … */
export function periodsEndedBefore(instant: string): Period[] {
  const local = new Date(Date.parse(instant) + VIETNAM_OFFSET_MS);
  const month = local.getUTCMonth() === 0 ? 12 : local.getUTCMonth();
  const year = local.getUTCMonth() === 0 ? local.getUTCFullYear() - 1 : local.getUTCFullYear();
  const names = [`${year.toString()}-${month.toString().padStart(2, '0')}`];
  if (month % 3 === 0) names.push(`${year.toString()}-Q${(month / 3).toString()}`);
  if (month === 6) names.push(`${year.toString()}-H1`);
  if (month === 9) names.push(`${year.toString()}-9M`);
  if (month === 12) names.push(`${year.toString()}-H2`, year.toString());
  return names.map(period);
}
