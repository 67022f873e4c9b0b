import { period, plainDate } from '@kcn/kernel';
import { contractOf } from '../../spec-support/samples';
import { sampleRun } from '../../spec-support/sample-run';
import { createPlanner } from './plan-contract';
import { planRun } from './plan-run';

test('one period of a contract comes out as in its run, whatever month the run goes through', async () => {
  const run = await sampleRun();
  const planner = createPlanner({ ...run, through: period('2025-01') });
  const byNo = new Map(run.contracts.map((contract) => [contract.contractNo, contract]));
  for (const invoice of planRun(run).invoices) {
    const contract = byNo.get(invoice.contractNo);
    expect(contract && planner.planPeriod(contract, invoice.period)).toEqual({ invoice });
  }
});

test('a period that is not one of the contract’s, or costs nothing, has no invoice', async () => {
  const planner = createPlanner(await sampleRun());
  const contract = contractOf({ tariffCode: 'LS-QL', billing: 'QUARTER', graceUntil: plainDate('2026-03-31') });
  expect(planner.planPeriod(contract, period('2026-04'))).toBeUndefined();
  expect(planner.planPeriod(contract, period('2026-H1'))).toBeUndefined();
  expect(planner.planPeriod(contract, period('2026-Q1'))).toBeUndefined();
  // 1,000 m² × 990 × 3 months
  expect(planner.planPeriod(contract, period('2026-Q2'))).toMatchObject({ invoice: { net: 2_970_000n } });
});

test('a contract’s invoices are made one at a time, as they are asked for', async () => {
  const run = await sampleRun();
  const read: string[] = [];
  const readings = {
    find: (contractNo: string, month: string) => {
      read.push(month);
      return { contractNo, month: period(month), waterSuppliedM3: '100', dischargeM3: '', codMgL: '' };
    },
  };
  const wastewater = contractOf({ tariffCode: 'LS-NT', waterPercent: '80', areaHundredthsM2: undefined });
  const planned = createPlanner({ ...run, readings }).plan(wastewater);
  expect(planned.next().value).toMatchObject({ invoice: { period: '2026-01' } });
  expect(read).toEqual(['2026-01']);
});
