import type { ReportingKind } from '@kcn/contracts';
import { defineLayout, splitImportFileName } from '@kcn/layouts';
import type { Layout } from '@kcn/layouts';
import type { OwnContent } from '../ports';

export const QUALIFIERS = ['exact', 'approx', 'at_least', 'estimate'] as const;

/** The files that reporting owns (FORMATS §1). */
export const OWN_LAYOUTS: Readonly<Record<ReportingKind, Layout<OwnContent>>> = {
  'indicator-values': defineLayout({
    columns: ['indicator', 'breakdown', 'period', 'value', 'unit', 'qualifier', 'note'],
    read(row) {
      const unit = row.text('unit');
      return {
        indicator: row.text('indicator'),
        breakdown: row.optionalText('breakdown'),
        period: row.period('period'),
        value: row.decimalIn('value', unit),
        unit,
        qualifier: row.oneOf('qualifier', QUALIFIERS),
        note: row.optionalText('note'),
      };
    },
  }),
  'plan-targets': defineLayout({
    columns: ['indicator', 'breakdown', 'year', 'value', 'unit', 'decision_no', 'note'],
    read(row) {
      const unit = row.text('unit');
      return {
        indicator: row.text('indicator'),
        breakdown: row.optionalText('breakdown'),
        year: row.year('year'),
        value: row.decimalIn('value', unit),
        unit,
        decisionNo: row.optionalText('decision_no'),
        note: row.optionalText('note'),
      };
    },
  }),
  catalogue: defineLayout({
    columns: ['code', 'name_vi', 'name_en', 'unit', 'kind', 'source', 'numerator', 'denominator', 'breakdowns'],
    read(row) {
      row.optionalText('numerator');
      row.optionalText('denominator');
      return {
        code: row.text('code'),
        nameVi: row.text('name_vi'),
        nameEn: row.text('name_en'),
        unit: row.text('unit'),
        kind: row.text('kind'),
        source: row.text('source'),
        breakdowns: row.optionalText('breakdowns'),
      };
    },
  }),
};

const KINDS: Readonly<Record<string, ReportingKind>> = {
  'indicator-values': 'indicator-values',
  'plan-targets': 'plan-targets',
  catalogue: 'catalogue',
  indicators: 'catalogue',
};

/** What a file's name says it holds: `plan-targets.csv`, `indicators.xlsx`. */
export function findOwnFile(name: string): { readonly kind: ReportingKind; readonly format: 'csv' | 'xlsx' } | undefined {
  const { stem = '', format = 'json' } = splitImportFileName(name) ?? {};
  const kind = Object.hasOwn(KINDS, stem) ? KINDS[stem] : undefined;
  return kind && format !== 'json' ? { kind, format } : undefined;
}
