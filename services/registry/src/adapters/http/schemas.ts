import { REGISTRY_KINDS } from '@kcn/contracts';
import { z } from 'zod';

/** JSON numbers are taken where they are exact; everything else is written as the file would have it. */
const cell = z.union([z.string().max(10_000), z.int(), z.null()]).transform((value) => (value === null ? '' : String(value)));

/** Cells by column, as the kind's import file has them: `{"park_code": "pho-noi-a", "kind": "KCN"}`. */
export const cellsSchema = z.record(z.string(), cell);

export const kindParams = z.object({ kind: z.enum(REGISTRY_KINDS) });
export const recordParams = z.object({ kind: z.enum(REGISTRY_KINDS), key: z.string().min(1).max(1_000) });
export const asOfQuery = z.object({ as_of: z.string().max(40).optional() });
export const listQuery = z.object({
  cursor: z.string().max(2_000).optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(1_000))
    .default(100),
  as_of: z.string().max(40).optional(),
});
export const withdrawalSchema = z.object({ reason: z.string().trim().min(1).max(2_000) });

export const recordSchema = z.object({
  key: z.string(),
  version: z.int(),
  position: z.int(),
  recorded_at: z.string(),
  content: z.record(z.string(), z.string()),
});

export const recordChangedSchema = z.object({
  kind: z.string(),
  key: z.string(),
  effect: z.enum(['added', 'corrected', 'withdrawn', 'unchanged']),
  unit: z.string(),
  unit_version: z.int(),
  position: z.int().nullable(),
  recorded_at: z.string().nullable(),
});
