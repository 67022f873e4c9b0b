import type { feesV1 } from '@kcn/contracts';
import { FEE_LAYOUTS } from '../../domain/layouts/fee-layouts';
import type { FeePlan } from '../../domain/plan/fee-plan';
import type { FeePlanLine } from '../../domain/plan/fee-plan-line';
import type { FeeRecord } from '../ports';
import type { RecordDraft } from '../records/judge-import';
import { keyOfContent } from '../records/record-cells';

const cellsOf = (line: FeePlanLine): feesV1.FeeCell[] => {
  const texts: Readonly<Record<string, string>> = {
    year: String(line.year),
    service: line.service,
    park_code: line.parkCode,
    base_quantity: line.baseQuantity,
    unit_price: line.unitPrice,
    expected_amount: line.expectedAmount.toString(),
    decision_no: line.decisionNo,
    submitted_on: line.submittedOn ?? '',
  };
  return FEE_LAYOUTS['fee-plan'].columns.map((column) => ({ column, text: texts[column] ?? '' }));
};

/**
 * A plan's lines as records of the fee plan, as if its file had been imported.
 * @param known the year's records, by key
 */
export const planDrafts = ({ year, lines, decisionNo, submittedOn }: FeePlan, known: ReadonlyMap<string, FeeRecord>): RecordDraft[] =>
  lines.map(({ parkCode, service, baseQuantity, unitPrice, expectedAmount }) => {
    const line: FeePlanLine = { year, parkCode, service, baseQuantity, unitPrice, expectedAmount, decisionNo, submittedOn };
    const key = keyOfContent('fee-plan', line);
    return { kind: 'fee-plan', key, cells: cellsOf(line), before: known.get(key) };
  });
