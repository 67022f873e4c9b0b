import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import type { RecordVersion } from '../domain/facts/record-version';
import { versionOf } from './sample-set';

/** A record to be: its kind and content. */
export type Recorded = { [K in RegistryKind]: { readonly kind: K; readonly content: RegistryContent[K] } }[RegistryKind];

export const aProject = (projectCode: string, more: Partial<RegistryContent['projects']> = {}): Recorded => ({
  kind: 'projects',
  content: {
    projectCode,
    registrationKind: 'GCNDKDT',
    name: projectCode,
    capitalKind: 'FDI',
    investors: [],
    investorCountries: [],
    enterpriseTaxCode: '',
    parkCode: 'a',
    issuedOn: '2017-01-10',
    registeredAmount: 1_000_000n,
    currency: 'USD',
    vsicVersion: '',
    vsicCode: '',
    objective: '',
    ...more,
  },
});

export const aProjectEvent = (projectCode: string, more: Partial<RegistryContent['project-events']>): Recorded => ({
  kind: 'project-events',
  content: { projectCode, seq: 1, date: '2017-02-01', type: 'ADJUST_INC', currency: 'USD', decisionNo: '12/QĐ-BQL', note: '', ...more },
});

export const aReport = (projectCode: string, more: Partial<RegistryContent['enterprise-reports']> = {}): Recorded => ({
  kind: 'enterprise-reports',
  content: { projectCode, period: '2017-Q1', submittedOn: '2017-04-05', revenue: 2_270_000_000n, currency: 'VND', ...more },
});

export const aRate = (date: string, vndPerUnit: string, currency = 'USD'): Recorded => ({
  kind: 'exchange-rates',
  content: { date, currency, vndPerUnit, source: '' },
});

/** The records as versions 1..n. */
export const historyOf = (records: readonly Recorded[]): RecordVersion[] =>
  records.map(({ kind, content }, index) => versionOf(kind, content as never, BigInt(index + 1)));

/** Records are complete from 2015 on, so that figures of 2016 and later come from them. */
export const aBoard = (): Recorded => ({
  kind: 'board',
  content: { name: 'Ban', nameEn: 'Board', provinceCode: '33', recordsFrom: '2015-01-01', recordsTo: '' },
});
