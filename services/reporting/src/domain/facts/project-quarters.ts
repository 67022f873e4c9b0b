import type { registryV1 } from '@kcn/contracts';
import { addDays, findQuarter, invalid, quarterEnd } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { convertToUsdCents } from './conversion';
import type { RatesOfRow } from './conversion';
import type { FactContent } from './fact';
import { IMPLEMENTED_CAPITAL, REPORT_FLOWS, REPORT_IN_TIME, REPORT_LABOUR, REPORT_REVENUE } from './mapping';
import type { InForce } from './project-life';

export type Place = Pick<FactContent, 'capital' | 'park'>;

/** The few quarters there are, kept because every row asks again. */
const quarterEnds = new Map<string, PlainDate>();

/** @throws DomainError invalid `bad_quarter` */
export function endOfQuarter(text: string): PlainDate {
  const known = quarterEnds.get(text);
  if (known !== undefined) return known;
  const quarter = findQuarter(text);
  if (!quarter)
    throw invalid('bad_quarter', { vi: `"${text}" không phải là một quý (2017-Q4)`, en: `"${text}" is not a quarter (2017-Q4)` });
  const end = quarterEnd(quarter);
  quarterEnds.set(text, end);
  return end;
}

const DAY_TOO_LATE = 10;

/** Whether a report came before the 10th of the month after its quarter. */
const isInTime = (submittedOn: string, end: PlainDate): boolean => submittedOn !== '' && submittedOn < addDays(end, DAY_TOO_LATE);

/** Something that counts from a day on as long as the project is in force, and until it is replaced. */
function standing(
  fact: Omit<FactContent, 'date' | 'n' | 'missing'>,
  begins: PlainDate,
  inForce: InForce,
  replacedOn?: PlainDate,
): FactContent[] {
  const from = begins > inForce.from ? begins : inForce.from;
  const ends = [inForce.until, replacedOn].filter((day) => day !== undefined).sort();
  const until = ends[0];
  if (until !== undefined && until <= from) return [];
  const begin: FactContent = { ...fact, date: from, n: 1, missing: 0 };
  return until === undefined ? [begin] : [begin, { ...fact, date: until, value: -fact.value, n: -1, missing: 0 }];
}

export function implementedCapitalFacts(
  key: string,
  row: registryV1.ImplementedCapitalRecorded,
  place: Place,
  inForce: InForce,
): FactContent[] {
  const end = endOfQuarter(row.period);
  const fact = { measureUnit: row.currency, ...place, value: row.amount, source: { kind: 'implemented-capital', key } } as const;
  return [
    { measure: IMPLEMENTED_CAPITAL.flow, ...fact, date: end, n: 1, missing: 0 },
    ...standing({ measure: IMPLEMENTED_CAPITAL.stock, ...fact }, end, inForce),
  ];
}

/** What a report adds to the flows of its quarter. */
export function reportFlowFacts(key: string, report: registryV1.EnterpriseReportRecorded, place: Place, rates: RatesOfRow): FactContent[] {
  const date = endOfQuarter(report.period);
  const fact = { ...place, date, missing: 0, source: { kind: 'enterprise-reports', key } } as const;
  const facts: FactContent[] = [];
  if (report.revenue !== undefined) {
    const usd = convertToUsdCents(report.revenue, report.currency, rates);
    const revenue = { ...fact, measure: REPORT_REVENUE.measure, measureUnit: REPORT_REVENUE.unit };
    if (usd === undefined) facts.push({ ...revenue, value: 0n, n: 0, missing: 1 });
    else facts.push({ ...revenue, value: usd.cents, n: 1, ...(usd.rates.length > 0 ? { rates: usd.rates } : {}) });
  }
  for (const { measure, unit, cell } of REPORT_FLOWS) {
    const value = cell(report);
    if (value !== undefined) facts.push({ ...fact, measure, measureUnit: unit, value, n: 1 });
  }
  if (isInTime(report.submittedOn, date))
    facts.push({ ...fact, measure: REPORT_IN_TIME.measure, measureUnit: REPORT_IN_TIME.unit, value: 1n, n: 1 });
  return facts;
}

/** The labour of a report, until the next report's quarter ends. */
export function labourFacts(
  key: string,
  report: registryV1.EnterpriseReportRecorded,
  place: Place,
  inForce: InForce,
  replacedOn?: PlainDate,
): FactContent[] {
  const end = endOfQuarter(report.period);
  return REPORT_LABOUR.flatMap(({ measure, cell }) => {
    const value = cell(report);
    if (value === undefined) return [];
    return standing(
      { measure, measureUnit: 'person', ...place, value, source: { kind: 'enterprise-reports', key } },
      end,
      inForce,
      replacedOn,
    );
  });
}
