import { plainDate } from '@kcn/kernel';
import { z } from 'zod';

/** One line of print. */
const line = (max: number) => z.string().trim().min(1).max(max);
const lines = (max: number) => z.array(line(80)).min(1).max(max);
export const daySchema = z.string().transform(plainDate);

export const decisionReferenceSchema = z.strictObject({ number: line(60), date: daySchema });

/** A decision as certificates print it. */
export const decisionSchema = z.strictObject({
  number: line(60),
  date: daySchema,
  authority: lines(3),
  place: line(60),
  signer: z.strictObject({ capacity: lines(3), name: line(120) }),
});

export const formatQuery = z.object({ format: z.enum(['pdf', 'docx']).default('pdf') });

const printedDecision = z.object({
  number: z.string(),
  date: z.string(),
  authority: z.array(z.string()),
  place: z.string(),
  signer: z.object({ capacity: z.array(z.string()), name: z.string() }),
});
const localized = z.object({ vi: z.string(), en: z.string() });
const place = z.object({ year: z.int(), number: z.int() });

export const entrySchema = z.looseObject({
  register: place,
  code: z.string(),
  form: z.string(),
  form_name: localized,
  recipient: z.object({ kind: z.string(), id: z.string(), name: z.string(), address: z.string().nullable() }),
  total: z.string(),
  rank: z.int().nullable(),
  decision: printedDecision,
  verification_address: z.string(),
  revoked: z.looseObject({ reason: z.string(), revoked_at: z.string() }).nullable(),
});

export const publicAwardSchema = z.object({
  code: z.string(),
  status: z.enum(['valid', 'revoked']),
  award: localized,
  recipient: z.object({ name: z.string(), address: z.string().nullable() }),
  achievement: z.string(),
  year: z.int(),
  register: place,
  decision: printedDecision,
  revoked_by: z.object({ number: z.string(), date: z.string() }).nullable(),
});
