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

export const importReportSchema = z.object({
  import_id: z.string(),
  mode: z.enum(['dry-run', 'apply']),
  status: z.enum(['checked', 'applying', 'applied', 'refused']),
  files: z.array(
    z.object({
      file: z.string(),
      kind: z.string().nullable(),
      rows: z.int(),
      added: z.int(),
      corrected: z.int(),
      unchanged: z.int(),
      refused: z.int(),
    }),
  ),
  errors: z.array(
    z.object({
      file: z.string(),
      where: z.string(),
      line: z.int().nullable(),
      column: z.string().nullable(),
      code: z.string(),
      vi: z.string(),
      en: z.string(),
    }),
  ),
  error_count: z.int(),
  progress: z.object({ done: z.int(), total: z.int() }),
  last_position: z.int().nullable(),
  recorded_at: z.string().nullable(),
});

export const runSchema = z.object({
  id: z.string(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  progress: z.int(),
  summary: z.object({ sha256: z.string(), href: z.string() }).optional(),
  error: z.object({ code: z.string(), vi: z.string(), en: z.string() }).optional(),
});
