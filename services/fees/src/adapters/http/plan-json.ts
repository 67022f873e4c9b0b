import type { PlainDate } from '@kcn/kernel';
import { z } from 'zod';
import type { GivenReminder } from '../../application/plan/ports';
import type { PlanView } from '../../application/plan/plan-view';
import { isPlanLate, planDeadline } from '../../domain/plan/deadline';
import { PLAN_STATES } from '../../domain/plan/fee-plan';
import type { FeePlan, PlanEdit, PlanFigures, PlanLine } from '../../domain/plan/fee-plan';
import { daysUntilDeadline } from '../../domain/plan/reminders';
import { moneyJson } from './money-json';

const figuresJson = ({ baseQuantity, unitPrice, expectedAmount }: PlanFigures) => ({
  base_quantity: baseQuantity,
  unit_price: unitPrice,
  expected_amount: moneyJson(expectedAmount),
});

const lineJson = (line: PlanLine) => ({
  park_code: line.parkCode,
  service: line.service,
  ...figuresJson(line),
  proposed: line.proposed ? figuresJson(line.proposed) : null,
  collected_last_year: moneyJson(line.collectedLastYear),
});

const editJson = ({ parkCode, service, before, after, by, at, reason }: PlanEdit) => ({
  park_code: parkCode,
  service,
  before: before ? figuresJson(before) : null,
  after: figuresJson(after),
  by,
  at: at.toISOString(),
  reason,
});

const reminderJson = ({ day, daysLeft, givenAt }: GivenReminder) => ({ day, days_left: daysLeft, given_at: givenAt.toISOString() });

/** A plan as it goes out. */
export const planJson = (
  plan: FeePlan,
  { today, reminders }: { readonly today: PlainDate; readonly reminders: readonly GivenReminder[] },
) => ({
  year: plan.year,
  state: plan.state,
  version: plan.version,
  lines: plan.lines.map(lineJson),
  total: moneyJson(plan.lines.reduce((sum, { expectedAmount }) => sum + expectedAmount, 0n)),
  edits: plan.edits.map(editJson),
  revisions: plan.revisions.map(({ revision, reason, by, at }) => ({ revision, reason, by, at: at.toISOString() })),
  unpriced: plan.unpriced.map(({ contractNo, missing }) => ({ contract_no: contractNo, missing })),
  proposed_by: plan.proposedBy,
  proposed_at: plan.proposedAt.toISOString(),
  submitted_by: plan.submittedBy ?? null,
  submitted_on: plan.submittedOn ?? null,
  approved_by: plan.approvedBy ?? null,
  approved_at: plan.approvedAt?.toISOString() ?? null,
  decision_no: plan.decisionNo,
  return_reason: plan.returnReason,
  deadline: planDeadline(plan.year),
  days_left: daysUntilDeadline(plan.year, today),
  is_late: isPlanLate(plan.year, plan.submittedOn ?? today),
  reminders: reminders.map(reminderJson),
});

/** A year for which nobody has drawn up a plan, with what was called to mind. */
export const missingPlanJson = (
  year: number,
  { today, reminders }: { readonly today: PlainDate; readonly reminders: readonly GivenReminder[] },
) => ({
  year,
  deadline: planDeadline(year),
  days_left: daysUntilDeadline(year, today),
  reminders: reminders.map(reminderJson),
});

const money = z.union([z.int(), z.string()]);
const figures = { base_quantity: z.string(), unit_price: z.string(), expected_amount: money };
const place = { park_code: z.string(), service: z.string() };
const reminderSchema = z.object({ day: z.string(), days_left: z.int(), given_at: z.string() });

export const feePlanSchema = z.object({
  year: z.int(),
  state: z.enum(PLAN_STATES),
  version: z.int(),
  lines: z.array(z.object({ ...place, ...figures, proposed: z.object(figures).nullable(), collected_last_year: money })),
  total: money,
  edits: z.array(
    z.object({
      ...place,
      before: z.object(figures).nullable(),
      after: z.object(figures),
      by: z.string(),
      at: z.string(),
      reason: z.string(),
    }),
  ),
  revisions: z.array(z.object({ revision: z.int(), reason: z.string(), by: z.string(), at: z.string() })),
  unpriced: z.array(z.object({ contract_no: z.string(), missing: z.enum(['price', 'rate']) })),
  proposed_by: z.string(),
  proposed_at: z.string(),
  submitted_by: z.string().nullable(),
  submitted_on: z.string().nullable(),
  approved_by: z.string().nullable(),
  approved_at: z.string().nullable(),
  decision_no: z.string(),
  return_reason: z.string(),
  deadline: z.string(),
  days_left: z.int(),
  is_late: z.boolean(),
  reminders: z.array(reminderSchema),
});

export const feePlanListSchema = z.object({
  items: z.array(feePlanSchema),
  next: z.object({ year: z.int(), deadline: z.string(), days_left: z.int(), reminders: z.array(reminderSchema) }).nullable(),
});

/** Billed and collected against the plan as it goes out. */
export const planViewJson = ({ year, asOf }: { readonly year: number; readonly asOf: PlainDate }, view: PlanView) => ({
  year,
  as_of: asOf,
  rows: view.rows.map((row) => ({
    window: row.window,
    service: row.service,
    park_code: row.parkCode,
    planned: moneyJson(row.planned),
    billed: moneyJson(row.billed),
    collected: moneyJson(row.collected),
    billed_percent: row.billedPercent ?? null,
    collected_percent: row.collectedPercent ?? null,
  })),
  outlook: view.outlook.map((row) => ({
    service: row.service,
    park_code: row.parkCode,
    planned: moneyJson(row.planned),
    collected: moneyJson(row.collected),
    open_not_due: moneyJson(row.openNotDue),
    still_to_come: moneyJson(row.stillToCome),
    outlook: moneyJson(row.outlook),
    percent: row.percent ?? null,
  })),
  not_charged: view.notCharged,
});

const percent = z.string().nullable();
export const planViewSchema = z.object({
  year: z.int(),
  as_of: z.string(),
  rows: z.array(
    z.object({
      window: z.string(),
      ...place,
      planned: money,
      billed: money,
      collected: money,
      billed_percent: percent,
      collected_percent: percent,
    }),
  ),
  outlook: z.array(
    z.object({ ...place, planned: money, collected: money, open_not_due: money, still_to_come: money, outlook: money, percent }),
  ),
  not_charged: z.int(),
});
