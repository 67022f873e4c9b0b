import { invalid } from '../errors/domain-error';
import { findPlainDate } from './plain-date';

/** A moment in UTC with milliseconds, `2026-11-25T04:10:00.000Z`; sorts as it reads. */
export type Instant = string & { readonly __brand: 'Instant' };

/** Where application code gets the time from; a domain never asks, it is told. */
export interface Clock {
  now(): Instant;
}

const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an ISO 8601 instant with a zone; finer digits than milliseconds are cut.
 * @throws DomainError invalid `bad_instant`
 */
export function instant(text: string): Instant {
  // Date.parse takes 30 February for 2 March; the calendar decides which days there are.
  const ms = SHAPE.test(text) && findPlainDate(text.slice(0, 10)) !== undefined ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw invalid('bad_instant', {
      vi: `"${text}" không phải là một thời điểm có múi giờ (2026-11-25T04:10:00Z)`,
      en: `"${text}" is not an instant with a zone (2026-11-25T04:10:00Z)`,
    });
  }
  return new Date(ms).toISOString() as Instant;
}

export const instantFromDate = (date: Date): Instant => date.toISOString() as Instant;
export const instantToDate = (value: Instant): Date => new Date(value);
