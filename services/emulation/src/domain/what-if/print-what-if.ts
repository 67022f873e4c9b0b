import { formatHundredths } from '../figures/points';
import { printResult } from '../result/print-result';
import type { Hundredths } from '../scoring/member-score';
import type { BothSides, WhatIf } from './what-if';

const points = ({ real, scenario }: BothSides<Hundredths>) => ({
  real: real === undefined ? null : formatHundredths(real),
  scenario: scenario === undefined ? null : formatHundredths(scenario),
});
const plain = <Value>({ real, scenario }: BothSides<Value>) => ({ real: real ?? null, scenario: scenario ?? null });

/** A scenario beside reality: the scenario's ranking and, member by member, what differs. Points as text with 2 decimals. */
export function printWhatIf({ scenario, differences }: WhatIf) {
  const { criteriaVersion, errors, ranking, ties, awards } = printResult(scenario);
  return {
    ...{ criteriaVersion, errors, ranking, ties, awards },
    differences: differences.map(({ member, total, rank, award, criteria }) => ({
      member,
      total: points(total),
      rank: plain(rank),
      award: plain(award),
      criteria: criteria.map(({ code, ...sides }) => ({ code, ...points(sides) })),
    })),
  };
}
