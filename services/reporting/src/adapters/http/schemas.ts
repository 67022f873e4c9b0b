import type { Role } from '@kcn/kernel';
import { period } from '@kcn/kernel';
import { z } from 'zod';

/** Whoever may know the board may read its figures. */
export const READERS: readonly Role[] = ['reader', 'recorder', 'approver', 'operator', 'service'];

export const calendarSchema = z.enum(['calendar', 'ND09']).default('calendar');
export const periodParams = z.object({ board: z.string(), period: z.string().transform(period) });
export const limitSchema = z.coerce.number().int().min(1).max(5_000).default(500);

const percentOrNull = z.string().nullable();

export const figureSchema = z.object({
  indicator: z.string(),
  breakdown: z.string(),
  unit: z.string(),
  value: z.string().nullable(),
  plan: z.string().nullable(),
  pct_plan: percentOrNull,
  last_year: z.string().nullable(),
  yoy: percentOrNull,
});

export const summarySchema = z.object({
  board: z.string(),
  period: z.string(),
  window: z.object({ from: z.string(), to: z.string() }),
  figures: z.array(figureSchema),
  meta: z.looseObject({
    as_of: z.string().nullable(),
    positions: z.object({ registry: z.int(), reporting: z.int() }),
    parked: z.int(),
    rules_version: z.string(),
    flags: z.array(z.looseObject({ code: z.string() })),
  }),
});

export const differenceSchema = z.object({
  indicator: z.string(),
  breakdown: z.string(),
  unit: z.string(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const runSchema = z.object({
  id: z.string(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  progress: z.int(),
  summary: z.object({ sha256: z.string(), href: z.string() }).optional(),
  error: z.object({ code: z.string(), vi: z.string(), en: z.string() }).optional(),
});
