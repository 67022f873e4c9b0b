import { recordKey, recordKeyParts, reportingEvents } from '@kcn/contracts';
import type { MessageCodec, ReportingKind, reportingV1 } from '@kcn/contracts';
import type { OwnRecordName } from '../ports';

interface OwnContents {
  'indicator-values': reportingV1.IndicatorValueRecorded;
  'plan-targets': reportingV1.PlanTargetRecorded;
  catalogue: reportingV1.CatalogueIndicatorRecorded;
}

interface OwnKindEvent<T> {
  readonly type: string;
  readonly codec: MessageCodec<T>;
  readonly keyOf: (content: T) => string;
}

/** How each kind of own record travels and what names a record of it (FORMATS §1). */
export const ownKindEvents: { readonly [K in ReportingKind]: OwnKindEvent<OwnContents[K]> } = {
  'indicator-values': { ...reportingEvents.indicatorValue, keyOf: (c) => recordKey([c.indicator, c.breakdown, c.period]) },
  'plan-targets': { ...reportingEvents.planTarget, keyOf: (c) => recordKey([c.indicator, c.breakdown, c.year.toString()]) },
  catalogue: { ...reportingEvents.catalogueIndicator, keyOf: (c) => recordKey([c.code]) },
};

const AGGREGATES: Readonly<Record<ReportingKind, string>> = { 'indicator-values': 'value', 'plan-targets': 'plan', catalogue: 'indicator' };

/** Each own record is an aggregate of its own, `value:TTHC.RES||2017`. */
export const aggregateOf = ({ kind, key }: OwnRecordName): string => `${AGGREGATES[kind]}:${key}`;

/** By what versions of a record are found for a summary: a value by its period, a plan by its year. */
export function indexOf({ kind, key }: OwnRecordName): { readonly period?: string; readonly year?: number } {
  const last = recordKeyParts(key).at(-1) ?? '';
  switch (kind) {
    case 'indicator-values':
      return { period: last };
    case 'plan-targets':
      return { year: Number(last) };
    case 'catalogue':
      return {};
  }
}
