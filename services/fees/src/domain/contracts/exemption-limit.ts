import { addDays } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { add, compare, ONE, percentFraction, ZERO } from '@kcn/kernel/fraction';
import type { Exemption } from './exemption';

/**
 * The first day on which one contract's exemptions by percentage take off more than the whole charge; undefined when there
 * is none. An approval that would lead to such a day is to be refused: the excess would lower the charge of other days.
 */
export function findDayExemptedBeyondWhole(exemptions: Iterable<Exemption>): PlainDate | undefined {
  const percentages = [...exemptions].flatMap(({ from, to, relief }) =>
    'percent' in relief ? [{ from, after: addDays(to, 1), share: percentFraction(relief.percent) }] : [],
  );
  // The sum only ever rises on a day on which one of them begins.
  return percentages
    .map(({ from }) => from)
    .toSorted()
    .find((day) => {
      const sum = percentages.filter(({ from, after }) => from <= day && day < after).reduce((all, { share }) => add(all, share), ZERO);
      return compare(sum, ONE) > 0;
    });
}
