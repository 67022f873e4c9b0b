import type { ImportReportJson } from '@kcn/layouts';
import { z } from 'zod';

const count = z.int();
const placedFault = z.object({
  file: z.string(),
  where: z.string(),
  line: count.nullable(),
  column: z.string().nullable(),
  code: z.string(),
  vi: z.string(),
  en: z.string(),
});

/** An import's report in the API's description. */
export const importReportSchema: z.ZodType<ImportReportJson> = z.object({
  import_id: z.string(),
  mode: z.enum(['dry-run', 'apply']),
  status: z.enum(['checked', 'applying', 'applied', 'refused']),
  files: z.array(
    z.object({
      file: z.string(),
      kind: z.string().nullable(),
      rows: count,
      added: count,
      corrected: count,
      unchanged: count,
      refused: count,
    }),
  ),
  errors: z.array(placedFault),
  error_count: count,
  warnings: z.array(placedFault).optional(),
  progress: z.object({ done: count, total: count }),
  last_position: count.nullable(),
  recorded_at: z.string().nullable(),
});
