import { dateOf } from '@kcn/kernel';
import type { FeePlanLine } from '../plan/fee-plan-line';
import { detailsOf, feeFact } from './figure-records';
import type { UnitFigures } from './figure-records';

/**
 * What a line of the plan contributes: what is expected of the year, dated on its first day.
 * @param key the record's key, which names the unit
 */
export function planFigures(key: string, line: FeePlanLine): UnitFigures {
  const { year, service, parkCode, baseQuantity, unitPrice, expectedAmount, decisionNo, submittedOn } = line;
  const date = dateOf(year, 1, 1);
  return {
    unit: `figures:plan/${key}`,
    records: [
      {
        kind: 'fee-plan',
        key,
        details: detailsOf({
          ...{ year: String(year), service, park_code: parkCode, base_quantity: baseQuantity, unit_price: unitPrice },
          ...{ expected_amount: expectedAmount, decision_no: decisionNo, submitted_on: submittedOn },
        }),
        facts: [feeFact('FEE.PLAN', line, { date, value: expectedAmount, n: 1 })],
      },
    ],
  };
}
