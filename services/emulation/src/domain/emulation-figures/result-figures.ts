import type { figureFactsV1 } from '@kcn/contracts';
import { dateOf, windowOf, yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { BlocResult } from '../result/score-bloc';

/** What a result says of one member's figures; the unit is the bloc's year. */
export type MemberUnit = figureFactsV1.FigureFactsRecorded;

/** The same day a year later; 29 February becomes 1 March. */
function nextYear(date: PlainDate): PlainDate {
  const [month = 1, day = 1] = date.slice(5).split('-').map(Number);
  return month === 2 && day === 29 ? dateOf(yearOf(date) + 1, 3, 1) : dateOf(yearOf(date) + 1, month, day);
}

/**
 * Score (hundredths of a point) and rank of each ranked or vetoed member, by bloc. They stand from the scored period's last day
 * until the same day of the next year, when the next result takes their place. A vetoed member has no rank, one without a score
 * has neither.
 */
export function resultFigures({
  bloc,
  ranking,
  criteriaVersion,
}: Pick<BlocResult, 'bloc' | 'ranking' | 'criteriaVersion'>): Map<string, MemberUnit> {
  const { id, year, period } = bloc;
  const { to: from } = windowOf(period);
  const until = nextYear(from);
  const standing = (indicator: string, unit: string, value: bigint): figureFactsV1.FigureFact[] =>
    (
      [
        [from, 1],
        [until, -1],
      ] as const
    ).map(([date, n]) => ({
      ...{ indicator, unit, park: '', topic: id, date, n },
      value: BigInt(n) * value,
    }));
  const unitOf = (member: string, total: bigint, rank: number | undefined): MemberUnit => ({
    unit: `figures:bloc/${id}/${String(year)}`,
    records: [
      {
        kind: 'emulation-result',
        key: `${id}|${String(year)}|${member}`,
        details: [
          ...[
            { name: 'bloc', text: id },
            { name: 'year', text: String(year) },
            { name: 'period', text: period },
            { name: 'criteria_version', text: criteriaVersion },
          ],
          ...(rank === undefined ? [] : [{ name: 'rank', text: String(rank) }]),
        ],
        facts: [...standing('EMU.SCORE', 'point', total), ...(rank === undefined ? [] : standing('EMU.RANK', 'rank', BigInt(rank)))],
      },
    ],
  });
  return new Map([
    ...ranking.ranked.map(({ member, total, rank }) => [member, unitOf(member, total, rank)] as const),
    ...ranking.vetoed.map(({ member, total }) => [member, unitOf(member, total, undefined)] as const),
  ]);
}
