import { formatMeasure } from '@kcn/kernel';
import { defineLayout } from './layout';

const LEASE_KINDS = ['LAND', 'FACTORY'] as const;

const measureText = (value: bigint | undefined, unit: string): string => (value === undefined ? '' : formatMeasure(value, unit));

export const leasesLayout = defineLayout({
  kind: 'leases',
  columns: ['lease_no', 'park_code', 'project_code', 'enterprise_tax_code', 'area_m2', 'from', 'to', 'kind'],
  keyColumn: 'lease_no',
  read(row) {
    const from = row.date('from');
    const to = row.optionalDate('to');
    if (to !== '' && to < from) row.addFault('to_before_from', { from, to }, 'to');
    return {
      leaseNo: row.code('lease_no'),
      parkCode: row.code('park_code'),
      projectCode: row.code('project_code'),
      enterpriseTaxCode: row.taxCode('enterprise_tax_code'),
      areaHundredthsM2: row.measure('area_m2', 'm2', { atLeast: 'zero' }),
      from,
      to,
      kind: row.oneOf('kind', LEASE_KINDS),
    };
  },
  write: (content) => ({
    lease_no: content.leaseNo,
    park_code: content.parkCode,
    project_code: content.projectCode,
    enterprise_tax_code: content.enterpriseTaxCode,
    area_m2: formatMeasure(content.areaHundredthsM2, 'm2'),
    from: content.from,
    to: content.to,
    kind: content.kind,
  }),
});

export const enterpriseReportsLayout = defineLayout({
  kind: 'enterprise-reports',
  columns: [
    'project_code',
    'period',
    'submitted_on',
    'revenue',
    'currency',
    'export_usd',
    'import_usd',
    'budget_vnd',
    'labour_vn',
    'labour_foreign',
    'labour_female',
  ],
  keyColumn: 'period',
  read(row) {
    const hasRevenue = row.raw('revenue') !== '' || row.raw('currency') !== '';
    const currency = hasRevenue ? row.currency('currency') : '';
    return {
      projectCode: row.code('project_code'),
      period: row.quarter('period'),
      submittedOn: row.date('submitted_on'),
      revenue: hasRevenue ? row.measure('revenue', currency, { atLeast: 'zero' }) : undefined,
      currency,
      exportUsd: row.optionalMeasure('export_usd', 'USD', { atLeast: 'zero' }),
      importUsd: row.optionalMeasure('import_usd', 'USD', { atLeast: 'zero' }),
      budgetVnd: row.measure('budget_vnd', 'VND', { atLeast: 'zero' }),
      labourVn: row.measure('labour_vn', 'person', { atLeast: 'zero' }),
      labourForeign: row.measure('labour_foreign', 'person', { atLeast: 'zero' }),
      labourFemale: row.optionalMeasure('labour_female', 'person', { atLeast: 'zero' }),
    };
  },
  write: (content) => ({
    project_code: content.projectCode,
    period: content.period,
    submitted_on: content.submittedOn,
    revenue: measureText(content.revenue, content.currency),
    currency: content.currency,
    export_usd: measureText(content.exportUsd, 'USD'),
    import_usd: measureText(content.importUsd, 'USD'),
    budget_vnd: measureText(content.budgetVnd, 'VND'),
    labour_vn: measureText(content.labourVn, 'person'),
    labour_foreign: measureText(content.labourForeign, 'person'),
    labour_female: measureText(content.labourFemale, 'person'),
  }),
});

export const exchangeRatesLayout = defineLayout({
  kind: 'exchange-rates',
  columns: ['date', 'currency', 'vnd_per_unit', 'source'],
  keyColumn: 'date',
  read: (row) => ({
    date: row.date('date'),
    currency: row.currency('currency'),
    vndPerUnit: row.decimal('vnd_per_unit', { decimals: 4, atLeast: 'above-zero' }),
    source: row.optionalText('source', 500),
  }),
  write: (content) => ({ date: content.date, currency: content.currency, vnd_per_unit: content.vndPerUnit, source: content.source }),
});
