import { dateOf, yearOf } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import { foldCollection } from '../../domain/collection/fold';
import { withGivenEnd } from '../../domain/contracts/contract-days';
import type { FeePlan, PlanFigures, PlanLine } from '../../domain/plan/fee-plan';
import { planQuantity, yearlyWastewaterM3 } from '../../domain/plan/plan-history';
import { proposePlan } from '../../domain/plan/propose-plan';
import { createRateBook } from '../../domain/rates/rate-book';
import type { MeterReading } from '../../domain/readings/meter-reading';
import { collectedOf } from '../../domain/report/collected';
import { createTariffBook } from '../../domain/tariffs/tariff-book';
import type { Acts } from '../accounting/act';
import { contractEndsOf } from '../accounting/act-facts';
import type { ReadFacts } from '../accounting/known-facts-of';
import type { Records } from '../ports';
import { readContents } from '../runs/board-facts';

export interface DrawUpPorts {
  readonly records: Pick<Records, 'ofKind'>;
  readonly facts: ReadFacts;
  readonly acts: Pick<Acts, 'inForce'>;
}

/** A year's plan as contracts, prices, readings and the latest rates before the year have it; nobody has edited it yet. */
export async function drawUpPlan(
  { records, facts, acts }: DrawUpPorts,
  { session, board, year }: { readonly session: Session; readonly board: string; readonly year: number },
): Promise<Pick<FeePlan, 'lines' | 'unpriced'>> {
  const place = { records, session, board };
  const ends = contractEndsOf(await acts.inForce(session, board));
  const contracts = (await readContents('fee-contracts', place)).map((contract) => withGivenEnd(contract, ends));
  const waterPercents = new Map(contracts.map(({ contractNo, waterPercent }) => [contractNo, waterPercent]));
  const readings = new Map<string, MeterReading[]>();
  for (const reading of await readContents('meter-readings', place)) {
    const known = readings.get(reading.contractNo);
    if (known) known.push(reading);
    else readings.set(reading.contractNo, [reading]);
  }
  const collected = new Map<string, bigint>();
  for (const { day, parkCode, service, amount } of collectedOf(foldCollection(await facts(session, board)))) {
    const key = `${parkCode} ${service}`;
    if (yearOf(day) === year - 1) collected.set(key, (collected.get(key) ?? 0n) + amount);
  }
  const { lines, unpriced } = proposePlan({
    year,
    contracts,
    tariffs: createTariffBook(await readContents('fee-tariffs', place)),
    rates: createRateBook(await readContents('exchange-rates', place)),
    ratesOn: dateOf(year - 1, 12, 31),
    wastewaterM3Of: (contractNo) =>
      yearlyWastewaterM3(readings.get(contractNo) ?? [], { year, waterPercent: waterPercents.get(contractNo) ?? '' }),
    collectedLastYear: (parkCode, service) => collected.get(`${parkCode} ${service}`) ?? 0n,
  });
  return {
    unpriced,
    lines: lines.map(({ parkCode, service, baseQuantity, unitPrice, expectedAmount, collectedLastYear }): PlanLine => {
      const figures: PlanFigures = { baseQuantity: planQuantity(baseQuantity), unitPrice: unitPrice.toString(), expectedAmount };
      return { parkCode, service, ...figures, proposed: figures, collectedLastYear };
    }),
  };
}
