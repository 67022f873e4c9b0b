import { addDays, plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { worlds } from '../../spec-support/collection-world';
import { expectedCollection, sampleFacts } from '../../spec-support/sample-collection';
import { collectionReport } from '../report/collection-report';
import { accountMovements, contractAccount } from './account-movements';

const ALL = { from: plainDate('2020-01-01'), to: plainDate('2026-09-30') };

test('the sample’s accounts end with the balances that are expected of it', () => {
  const { folded } = collectionReport(sampleFacts(), [], ALL.to);
  const movements = accountMovements(folded);
  const balances = expectedCollection().balances as readonly { readonly contract_no: string; readonly balance: number }[];
  expect(balances.length).toBeGreaterThan(50);
  for (const { contract_no: no, balance } of balances)
    expect([no, contractAccount(no, movements.get(no) ?? [], ALL).closing]).toEqual([no, BigInt(balance)]);
});

test('whatever happened, an account ends with the report’s balance of its last day, and a day divides it without a gap', () => {
  fc.assert(
    fc.property(worlds, fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 364 }), (facts, one, two) => {
      const [middle, to] = [Math.min(one, two), Math.max(one, two)].map((days) => addDays(plainDate('2026-01-01'), days));
      if (middle === undefined || to === undefined) return;
      const from = plainDate('2025-01-01');
      const { folded, balances } = collectionReport(facts, [], to);
      const movements = accountMovements(folded);
      for (const { contractNo, balance } of balances) {
        const own = movements.get(contractNo) ?? [];
        const whole = contractAccount(contractNo, own, { from, to });
        expect([contractNo, whole.closing]).toEqual([contractNo, balance]);
        const first = contractAccount(contractNo, own, { from, to: middle });
        const second = contractAccount(contractNo, own, { from: addDays(middle, 1), to });
        expect([second.opening, second.closing]).toEqual([first.closing, whole.closing]);
        expect([...first.movements, ...second.movements]).toEqual(whole.movements);
        // What is printed adds up.
        expect(whole.movements.reduce((sum, { amount }) => sum + amount, whole.opening)).toBe(whole.closing);
      }
    }),
  );
});
