import { formatMeasure } from '@kcn/kernel';
import { CAPITAL_CURRENCY, CAPITAL_KINDS, REGISTRATION_KINDS, isCapitalKind, requiresTenDigitCode } from '../../projects/project';
import { PROJECT_EVENTS, changesCapital } from '../../projects/project-event';
import { defineLayout } from './layout';
import type { RegistryRow } from './layout';

const VSIC_CODE = /^([A-V]|\d{2,5})$/;

function readCountries(row: RegistryRow): string[] {
  const countries = row.list('investor_countries');
  const bad = countries.find((country) => !/^[A-Z]{2}$/.test(country));
  if (bad !== undefined) row.addFault('bad_country', { value: bad }, 'investor_countries');
  return countries;
}

function readVsic(row: RegistryRow): { vsicVersion: string; vsicCode: string } {
  const vsicVersion = row.text('vsic_version', 10);
  const vsicCode = row.text('vsic_code', 10);
  if (vsicVersion !== '' && !/^\d{4}$/.test(vsicVersion)) row.addFault('bad_vsic', { value: vsicVersion }, 'vsic_version');
  if (vsicCode !== '' && !VSIC_CODE.test(vsicCode)) row.addFault('bad_vsic', { value: vsicCode }, 'vsic_code');
  return { vsicVersion, vsicCode };
}

export const projectsLayout = defineLayout({
  kind: 'projects',
  columns: [
    'project_code',
    'registration_kind',
    'name',
    'capital_kind',
    'investors',
    'investor_countries',
    'enterprise_tax_code',
    'park_code',
    'issued_on',
    'registered_amount',
    'currency',
    'land_area_m2',
    'term_years',
    'vsic_version',
    'vsic_code',
    'objective',
  ],
  keyColumn: 'project_code',
  read(row) {
    const projectCode = row.code('project_code');
    const registrationKind = row.oneOf('registration_kind', REGISTRATION_KINDS);
    const capitalKind = row.oneOf('capital_kind', CAPITAL_KINDS);
    const issuedOn = row.date('issued_on');
    const currency = row.currency('currency');
    if (requiresTenDigitCode(registrationKind, issuedOn) && projectCode !== '' && !/^\d{10}$/.test(projectCode))
      row.addFault('bad_project_code', { value: projectCode }, 'project_code');
    if (isCapitalKind(capitalKind) && currency !== '' && currency !== CAPITAL_CURRENCY[capitalKind]) {
      row.addFault('capital_currency', { capitalKind, currency, expected: CAPITAL_CURRENCY[capitalKind] }, 'currency');
    }
    return {
      projectCode,
      registrationKind,
      name: row.text('name', 1_000),
      capitalKind,
      investors: row.list('investors'),
      investorCountries: readCountries(row),
      enterpriseTaxCode: row.taxCode('enterprise_tax_code'),
      parkCode: row.code('park_code'),
      issuedOn,
      registeredAmount: row.measure('registered_amount', currency, { atLeast: 'zero' }),
      currency,
      landAreaHundredthsM2: row.optionalMeasure('land_area_m2', 'm2', { atLeast: 'zero' }),
      termYears: row.optionalWholeNumber('term_years', { min: 0, max: 999 }),
      ...readVsic(row),
      objective: row.optionalText('objective'),
    };
  },
  write: (content) => ({
    project_code: content.projectCode,
    registration_kind: content.registrationKind,
    name: content.name,
    capital_kind: content.capitalKind,
    investors: content.investors.join(';'),
    investor_countries: content.investorCountries.join(';'),
    enterprise_tax_code: content.enterpriseTaxCode,
    park_code: content.parkCode,
    issued_on: content.issuedOn,
    registered_amount: formatMeasure(content.registeredAmount, content.currency),
    currency: content.currency,
    land_area_m2: content.landAreaHundredthsM2 === undefined ? '' : formatMeasure(content.landAreaHundredthsM2, 'm2'),
    term_years: content.termYears === undefined ? '' : String(content.termYears),
    vsic_version: content.vsicVersion,
    vsic_code: content.vsicCode,
    objective: content.objective,
  }),
});

export const projectEventsLayout = defineLayout({
  kind: 'project-events',
  columns: ['project_code', 'seq', 'date', 'type', 'amount', 'currency', 'decision_no', 'note'],
  keyColumn: 'seq',
  read(row) {
    const type = row.oneOf('type', PROJECT_EVENTS);
    // Amount and currency come together; an increase or decrease cannot do without.
    const hasAmount = changesCapital(type) || row.raw('amount') !== '' || row.raw('currency') !== '';
    const currency = hasAmount ? row.currency('currency') : '';
    const amount = hasAmount ? row.measure('amount', currency, { atLeast: changesCapital(type) ? 'above-zero' : 'zero' }) : undefined;
    return {
      projectCode: row.code('project_code'),
      seq: row.wholeNumber('seq', { min: 0, max: 1_000_000 }),
      date: row.date('date'),
      type,
      amount,
      currency,
      decisionNo: row.optionalText('decision_no', 200),
      note: row.optionalText('note'),
    };
  },
  write: (content) => ({
    project_code: content.projectCode,
    seq: String(content.seq),
    date: content.date,
    type: content.type,
    amount: content.amount === undefined ? '' : formatMeasure(content.amount, content.currency),
    currency: content.currency,
    decision_no: content.decisionNo,
    note: content.note,
  }),
});

export const implementedCapitalLayout = defineLayout({
  kind: 'implemented-capital',
  columns: ['project_code', 'period', 'amount', 'currency'],
  keyColumn: 'period',
  read(row) {
    const currency = row.currency('currency');
    // Negative where machinery leaves again or a loan is paid back.
    return { projectCode: row.code('project_code'), period: row.quarter('period'), amount: row.measure('amount', currency), currency };
  },
  write: (content) => ({
    project_code: content.projectCode,
    period: content.period,
    amount: formatMeasure(content.amount, content.currency),
    currency: content.currency,
  }),
});
