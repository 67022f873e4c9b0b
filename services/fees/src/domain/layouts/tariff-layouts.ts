import type { PlainDate } from '@kcn/kernel';
import { SERVICES, TARIFF_UNITS, isUnitOf } from '../tariffs/tariff';
import { defineFeeLayout } from './fee-layout';
import { feeFaults } from './fee-faults';
import { findOptionalDate } from './optional-date';

export const tariffsLayout = defineFeeLayout({
  kind: 'fee-tariffs',
  columns: ['tariff_code', 'park_code', 'service', 'unit', 'price', 'currency', 'valid_from', 'valid_to', 'vat_percent', 'decision_no'],
  keyColumn: 'valid_from',
  keyOf: ({ tariffCode, validFrom }) => [tariffCode, validFrom],
  faults: feeFaults,
  read(row) {
    const service = row.oneOf('service', SERVICES);
    const unit = row.oneOf('unit', TARIFF_UNITS);
    const isKnown = SERVICES.includes(service) && TARIFF_UNITS.includes(unit);
    if (isKnown && !isUnitOf(service, unit)) row.addFault('unit_of_other_service', { value: unit, service }, 'unit');
    const validFrom = row.date('valid_from') as PlainDate;
    const validTo = findOptionalDate(row, 'valid_to');
    if (validTo !== undefined && validTo < validFrom) row.addFault('to_before_from', { from: validFrom, to: validTo }, 'valid_to');
    return {
      tariffCode: row.code('tariff_code'),
      parkCode: row.code('park_code'),
      service,
      unit,
      price: row.decimal('price', { decimals: 4, atLeast: 'zero' }),
      currency: row.currency('currency'),
      validFrom,
      validTo,
      vatPercent: row.percent('vat_percent', { decimals: 4 }),
      decisionNo: row.optionalText('decision_no', 200),
    };
  },
});

export const exchangeRatesLayout = defineFeeLayout({
  kind: 'exchange-rates',
  columns: ['date', 'currency', 'vnd_per_unit', 'source'],
  keyColumn: 'date',
  keyOf: ({ date, currency }) => [date, currency],
  faults: feeFaults,
  read: (row) => ({
    date: row.date('date') as PlainDate,
    currency: row.currency('currency'),
    vndPerUnit: row.decimal('vnd_per_unit', { decimals: 4, atLeast: 'above-zero' }),
    source: row.optionalText('source', 500),
  }),
});

export const holidaysLayout = defineFeeLayout({
  kind: 'holidays',
  columns: ['date', 'name'],
  keyColumn: 'date',
  keyOf: ({ date }) => [date],
  faults: feeFaults,
  read: (row) => ({ date: row.date('date') as PlainDate, name: row.text('name', 500) }),
});
