import { printResult } from '../result/print-result';
import type { BlocResult } from '../result/score-bloc';
import type { ResultDifference } from './result-differences';

/** What everybody may learn of a difference; criteria are the member's own affair. */
const isOpen = ({ what }: ResultDifference): boolean => !what.startsWith('criterion ');

/**
 * What a member is shown of a published result: places, ties and awards of all, the points of its criteria only its own.
 * @param reader undefined for whoever is no member
 */
export function printPublished(
  { result, differences }: { readonly result: BlocResult; readonly differences: readonly ResultDifference[] },
  reader: string | undefined,
) {
  const { format, bloc, year, period, criteriaVersion, ranking, ties, awards, members, missing = [], ballot = null } = printResult(result);
  return {
    ...{ format, bloc, year, period, criteriaVersion, ranking, ties, awards, missing, ballot },
    members: members.filter(({ member }) => member === reader),
    differences: differences.filter((one) => one.member === reader || isOpen(one)),
  };
}
