import { dateOfDay } from './date-of-day';
import type { AreaPart } from './charge-part';
import { add } from '@kcn/kernel/fraction';
import type { Segment } from './segment';

const isWhole = ({ daysOf, fromDay, toDay }: Segment): boolean => daysOf !== undefined && toDay - fromDay + 1 === daysOf;

/** Whether two neighbouring segments read as one part: full months at one price. */
const join = (a: Segment, b: Segment): boolean =>
  a.priced === b.priced &&
  ((a.daysOf === undefined && b.daysOf === undefined) || (a.priced.version.unit === 'M2_MONTH' && isWhole(a) && isWhole(b)));

/** The segments as a person checks them: full months at one price are one part. */
export function areaParts(segments: readonly Segment[], areaHundredthsM2: bigint): AreaPart[] {
  const groups: Segment[][] = [];
  for (const segment of segments) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && join(before, segment)) group.push(segment);
    else groups.push([segment]);
  }
  return groups.flatMap((group): AreaPart[] => {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) return [];
    const { unit, price, currency, decisionNo } = first.priced.version;
    const amount = group.slice(1).reduce((sum, segment) => add(sum, segment.amount), first.amount);
    const told = {
      from: dateOfDay(first.fromDay),
      to: dateOfDay(last.toDay),
      unit,
      price,
      currency,
      decisionNo,
      amount,
      areaHundredthsM2,
    };
    if (first.daysOf === undefined || (unit === 'M2_MONTH' && isWhole(first)))
      return [{ kind: 'AREA_MONTHS', ...told, months: group.length }];
    return [{ kind: 'AREA_DAYS', ...told, days: first.toDay - first.fromDay + 1, daysOf: first.daysOf }];
  });
}
