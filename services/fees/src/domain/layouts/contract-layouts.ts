import type { Period, PlainDate } from '@kcn/kernel';
import { BILLINGS, LATE_REGIMES, PRORATIONS, TIMINGS } from '../contracts/contract';
import { normalisedCode } from '../contracts/normalised-code';
import { defineFeeLayout } from './fee-layout';
import { feeFaults } from './fee-faults';
import { findOptionalDate } from './optional-date';

/** Ten years; more days than that until payment are a slip of the keyboard. */
const MOST_DUE_DAYS = 3_650;

export const contractsLayout = defineFeeLayout({
  kind: 'fee-contracts',
  columns: [
    'contract_no',
    'park_code',
    'project_code',
    'enterprise_tax_code',
    'enterprise_name',
    'tariff_code',
    'area_m2',
    'start',
    'end',
    'billing',
    'timing',
    'proration',
    'grace_until',
    'discount_percent',
    'due_days',
    'late_regime',
    'late_rate_percent',
    'water_percent',
  ],
  keyColumn: 'contract_no',
  keyOf: ({ contractNo }) => [contractNo],
  faults: feeFaults,
  read(row) {
    const contractNo = row.code('contract_no');
    if (contractNo !== '' && normalisedCode(contractNo) === '') row.addFault('contract_no_empty', { value: contractNo }, 'contract_no');
    const start = row.date('start') as PlainDate;
    const end = findOptionalDate(row, 'end');
    if (end !== undefined && end < start) row.addFault('to_before_from', { from: start, to: end }, 'end');
    return {
      contractNo,
      parkCode: row.code('park_code'),
      projectCode: row.optionalText('project_code', 200),
      enterpriseTaxCode: row.taxCode('enterprise_tax_code'),
      enterpriseName: row.text('enterprise_name', 500),
      tariffCode: row.code('tariff_code'),
      areaHundredthsM2: row.optionalMeasure('area_m2', 'm2', { atLeast: 'zero' }),
      start,
      end,
      billing: row.oneOf('billing', BILLINGS),
      timing: row.oneOf('timing', TIMINGS),
      proration: row.oneOf('proration', PRORATIONS),
      graceUntil: findOptionalDate(row, 'grace_until'),
      discountPercent: row.optionalPercent('discount_percent', { decimals: 4 }),
      dueDays: row.wholeNumber('due_days', { min: 0, max: MOST_DUE_DAYS }),
      lateRegime: row.oneOf('late_regime', LATE_REGIMES),
      lateRatePercent: row.optionalPercent('late_rate_percent', { decimals: 4 }),
      waterPercent: row.optionalPercent('water_percent', { decimals: 4 }),
    };
  },
});

export const readingsLayout = defineFeeLayout({
  kind: 'meter-readings',
  columns: ['contract_no', 'month', 'water_supplied_m3', 'discharge_m3', 'cod_mg_l'],
  keyColumn: 'month',
  keyOf: ({ contractNo, month }) => [contractNo, month],
  faults: feeFaults,
  read: (row) => ({
    contractNo: row.code('contract_no'),
    month: row.month('month') as Period,
    waterSuppliedM3: row.optionalDecimal('water_supplied_m3', { decimals: 4, atLeast: 'zero' }),
    dischargeM3: row.optionalDecimal('discharge_m3', { decimals: 4, atLeast: 'zero' }),
    codMgL: row.optionalDecimal('cod_mg_l', { decimals: 4, atLeast: 'zero' }),
  }),
});
