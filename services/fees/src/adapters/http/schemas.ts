import type { Role } from '@kcn/kernel';
import { period, plainDate } from '@kcn/kernel';
import { z } from 'zod';

/** Whoever may know the board may read what it bills and collects. */
export const READERS: readonly Role[] = ['reader', 'recorder', 'approver', 'operator', 'service'];

/** Who may act on what is owed; some acts need the head, who is approver. */
export const ACCOUNTANTS: readonly Role[] = ['recorder', 'approver'];

/** `2026-09` */
export const monthSchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .transform(period);

/** `2026-09-30` */
export const daySchema = z.string().transform(plainDate);

/** Đồng: a number, as digits in a text where it is longer than a number holds exactly. */
export const money = z.union([z.int(), z.string()]);

/** Đồng that a person gives, above zero. */
export const moneySchema = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,17}$/)]).transform((amount) => BigInt(amount));

export const runSchema = z.object({
  id: z.string(),
  state: z.enum(['planning', 'empty', 'waiting', 'issuing', 'issued']),
  through: z.string(),
  creator: z.string(),
  created_at: z.string(),
  approver: z.string().nullable(),
  invoices: z.int(),
  total: money,
  issued: z.int(),
  /** Contracts left out because they would get too many invoices at once. */
  parked: z.array(z.object({ contract_no: z.string(), invoices: z.int(), limit: z.int() })),
  /** What keeps the run from ending; `invoice` is '' where it is none of its invoices. */
  failure: z.object({ invoice: z.string(), code: z.string(), vi: z.string(), en: z.string() }).nullable(),
  blocks: z.array(z.object({ creditor: z.string(), symbol: z.string(), year: z.int(), first: z.int(), count: z.int() })),
});

export const planSchema = z.object({
  through: z.string(),
  invoices: z.array(z.looseObject({ code: z.string(), net: money, vat: money, total: money })),
  errors: z.array(z.looseObject({ code: z.string(), contract_no: z.string(), period: z.string() })),
  differences: z.array(z.object({ code: z.string(), net_difference: money, total_difference: money })),
  unchanged: z.int(),
  total: money,
});

export const reportSchema = z.looseObject({
  as_of: z.string(),
  through: z.string(),
  invoices: z.array(z.looseObject({ code: z.string() })),
  errors: z.array(z.looseObject({ code: z.string() })),
  lines: z.array(z.looseObject({ bank_ref: z.string() })),
  balances: z.array(z.looseObject({ contract_no: z.string() })),
  ageing: z.array(z.looseObject({ bucket: z.string() })),
  plan: z.array(z.looseObject({ year: z.int() })),
  totals: z.looseObject({ invoices: z.int() }),
});

export const trialBalanceSchema = z.object({
  from: z.string(),
  to: z.string(),
  rows: z.array(
    z.object({
      account: z.string(),
      code: z.string(),
      name: z.object({ vi: z.string(), en: z.string() }),
      opening: money,
      debit: money,
      credit: money,
      closing: money,
    }),
  ),
});
