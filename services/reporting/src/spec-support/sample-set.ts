import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registryRecordEvents } from '@kcn/contracts';
import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import { findMeasure, instant } from '@kcn/kernel';
import { parse } from 'csv-parse/sync';
import type { PlanTarget, TypedValue } from '../domain/figures/figure';
import type { RecordVersion } from '../domain/facts/record-version';

const DEMO = join(__dirname, '../../../../infra/demo');
type Row = Record<string, string>;

export const demoText = (path: string): string => readFileSync(join(DEMO, path), 'utf8');
export const demoRows = (path: string): Row[] => parse(demoText(path), { columns: true, bom: true });

const cell = (row: Row, column: string): string => row[column] ?? '';
const amount = (text: string, unit: string): bigint | undefined => {
  if (text === '') return undefined;
  const parts = findMeasure(text, unit);
  if (parts === undefined) throw new Error(`${text} ${unit}`);
  return parts;
};
const need = (value: bigint | undefined): bigint => {
  if (value === undefined) throw new Error('amount missing');
  return value;
};

/** Reads rows of the sample files into record contents, for specs only; the registry has its own checking reader. */
const READERS: { [K in Exclude<RegistryKind, 'board'>]: (row: Row) => RegistryContent[K] } = {
  parks: (r) => ({ parkCode: cell(r, 'park_code'), name: cell(r, 'name'), kind: cell(r, 'kind'), provinceCode: cell(r, 'province_code') }),
  'park-events': (r) => ({
    parkCode: cell(r, 'park_code'),
    date: cell(r, 'date'),
    event: cell(r, 'event'),
    areaHundredthsM2: amount(cell(r, 'area_ha'), 'ha'),
    decisionNo: cell(r, 'decision_no'),
    note: cell(r, 'note'),
  }),
  'wastewater-plants': (r) => ({
    parkCode: cell(r, 'park_code'),
    plant: cell(r, 'plant'),
    date: cell(r, 'date'),
    capacityM3Day: BigInt(cell(r, 'capacity_m3_day')),
    standard: cell(r, 'standard'),
  }),
  projects: (r) => ({
    projectCode: cell(r, 'project_code'),
    registrationKind: cell(r, 'registration_kind'),
    name: cell(r, 'name'),
    capitalKind: cell(r, 'capital_kind'),
    investors: cell(r, 'investors').split(';'),
    investorCountries: cell(r, 'investor_countries').split(';'),
    enterpriseTaxCode: cell(r, 'enterprise_tax_code'),
    parkCode: cell(r, 'park_code'),
    issuedOn: cell(r, 'issued_on'),
    registeredAmount: need(amount(cell(r, 'registered_amount'), cell(r, 'currency'))),
    currency: cell(r, 'currency'),
    vsicVersion: cell(r, 'vsic_version'),
    vsicCode: cell(r, 'vsic_code'),
    objective: cell(r, 'objective'),
  }),
  'project-events': (r) => ({
    projectCode: cell(r, 'project_code'),
    seq: Number(cell(r, 'seq')),
    date: cell(r, 'date'),
    type: cell(r, 'type'),
    amount: amount(cell(r, 'amount'), cell(r, 'currency')),
    currency: cell(r, 'currency'),
    decisionNo: cell(r, 'decision_no'),
    note: cell(r, 'note'),
  }),
  'implemented-capital': (r) => ({
    projectCode: cell(r, 'project_code'),
    period: cell(r, 'period'),
    amount: need(amount(cell(r, 'amount'), cell(r, 'currency'))),
    currency: cell(r, 'currency'),
  }),
  leases: (r) => ({
    leaseNo: cell(r, 'lease_no'),
    parkCode: cell(r, 'park_code'),
    projectCode: cell(r, 'project_code'),
    enterpriseTaxCode: cell(r, 'enterprise_tax_code'),
    areaHundredthsM2: need(amount(cell(r, 'area_m2'), 'm2')),
    from: cell(r, 'from'),
    to: cell(r, 'to'),
    kind: cell(r, 'kind'),
  }),
  'enterprise-reports': (r) => ({
    projectCode: cell(r, 'project_code'),
    period: cell(r, 'period'),
    submittedOn: cell(r, 'submitted_on'),
    revenue: amount(cell(r, 'revenue'), cell(r, 'currency')),
    currency: cell(r, 'currency'),
    exportUsd: amount(cell(r, 'export_usd'), 'USD'),
    importUsd: amount(cell(r, 'import_usd'), 'USD'),
    budgetVnd: amount(cell(r, 'budget_vnd'), 'VND'),
    labourVn: amount(cell(r, 'labour_vn'), 'person'),
    labourForeign: amount(cell(r, 'labour_foreign'), 'person'),
    labourFemale: amount(cell(r, 'labour_female'), 'person'),
  }),
  'exchange-rates': (r) => ({
    date: cell(r, 'date'),
    currency: cell(r, 'currency'),
    vndPerUnit: cell(r, 'vnd_per_unit'),
    source: cell(r, 'source'),
  }),
};

function versionOf<K extends RegistryKind>(kind: K, content: RegistryContent[K], position: bigint): RecordVersion {
  const { keyOf, unitOf } = registryRecordEvents[kind];
  return {
    unit: unitOf(content),
    kind,
    key: keyOf(content),
    position,
    recordedAt: instant('2018-01-05T00:00:00Z'),
    actor: 'spec',
    cause: 'spec',
    content,
  } as RecordVersion;
}

/** The sample set's records as versions 1..n in the order of the files. */
export function sampleVersions(folder: string): RecordVersion[] {
  const versions: RecordVersion[] = [];
  const take = <K extends Exclude<RegistryKind, 'board'>>(kind: K): void => {
    for (const row of demoRows(`${folder}/${kind}.csv`)) versions.push(versionOf(kind, READERS[kind](row), BigInt(versions.length + 1)));
  };
  for (const kind of Object.keys(READERS) as Exclude<RegistryKind, 'board'>[]) take(kind);
  return versions;
}

export const sampleTypedValues = (folder: string): TypedValue[] =>
  demoRows(`${folder}/indicator-values.csv`).map((r) => ({
    indicator: cell(r, 'indicator'),
    breakdown: cell(r, 'breakdown'),
    period: cell(r, 'period'),
    value: cell(r, 'value'),
    unit: cell(r, 'unit'),
    qualifier: cell(r, 'qualifier'),
  }));

export const samplePlanTargets = (folder: string): PlanTarget[] =>
  demoRows(`${folder}/plan-targets.csv`).map((r) => ({
    indicator: cell(r, 'indicator'),
    breakdown: cell(r, 'breakdown'),
    year: Number(cell(r, 'year')),
    value: cell(r, 'value'),
    unit: cell(r, 'unit'),
  }));

export { versionOf };
