import { invalid, precondition } from '@kcn/kernel';
import type { DomainError, PlainDate } from '@kcn/kernel';
import { decimalFraction, multiply, roundHalfUp } from '@kcn/kernel/fraction';
import type { Service } from '../tariffs/tariff';

export const PLAN_STATES = ['draft', 'submitted', 'approved'] as const;
/** draft: may be edited; submitted: waits for the head; approved: in force until a revision of it is approved. */
export type PlanState = (typeof PLAN_STATES)[number];

/** What a line says should come in. */
export interface PlanFigures {
  /** m² or m³, exact decimal with at most four decimals. */
  readonly baseQuantity: string;
  /** Đồng with VAT for a unit and year, exact decimal. */
  readonly unitPrice: string;
  /** Đồng with VAT. */
  readonly expectedAmount: bigint;
}

export interface PlanLine extends PlanFigures {
  readonly parkCode: string;
  readonly service: Service;
  /** What contracts and prices came to, before anybody edited it; undefined for a line that a person added. */
  readonly proposed: PlanFigures | undefined;
  /** Đồng with VAT collected in the year before, when the plan was drawn up. */
  readonly collectedLastYear: bigint;
}

/** One edit, kept for ever. */
export interface PlanEdit {
  readonly parkCode: string;
  readonly service: Service;
  readonly before: PlanFigures | undefined;
  readonly after: PlanFigures;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
}

/** An approved plan was opened again. */
export interface PlanRevision {
  /** 1, 2, … */
  readonly revision: number;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** A year's fee plan on its way from the proposal to the head's approval. */
export interface FeePlan {
  readonly year: number;
  readonly state: PlanState;
  /** Raised by every change; the ETag. */
  readonly version: number;
  readonly lines: readonly PlanLine[];
  readonly edits: readonly PlanEdit[];
  /** While the last of them is not approved, the year's records are the plan as it was approved before. */
  readonly revisions: readonly PlanRevision[];
  /** Contracts that are in no line, for want of a price or a rate. */
  readonly unpriced: readonly { readonly contractNo: string; readonly missing: 'price' | 'rate' }[];
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly submittedBy: string | undefined;
  readonly submittedOn: PlainDate | undefined;
  readonly approvedBy: string | undefined;
  readonly approvedAt: Date | undefined;
  readonly decisionNo: string;
  /** Why the head gave it back the last time; '' otherwise. */
  readonly returnReason: string;
}

/** What a person gives of a line; what is left out stays. */
export interface PlanLineChange {
  readonly parkCode: string;
  readonly service: Service;
  readonly baseQuantity: string | undefined;
  readonly unitPrice: string | undefined;
  /** Default: base × unit price, where either is given. */
  readonly expectedAmount: bigint | undefined;
}

const wrongState = (year: number, state: PlanState, needed: PlanState): DomainError =>
  precondition(`plan_is_${state}`, {
    vi: `Kế hoạch thu ${String(year)} đang ở trạng thái ${state}, cần ${needed}`,
    en: `The fee plan ${String(year)} is ${state}; it must be ${needed}`,
    params: { year, state, needed },
  });

/** @throws DomainError precondition `plan_is_draft`, `plan_is_submitted`, `plan_is_approved` */
export function checkPlanState({ year, state }: FeePlan, needed: PlanState): void {
  if (state !== needed) throw wrongState(year, state, needed);
}

const changed = (plan: FeePlan, changes: Partial<FeePlan>): FeePlan => ({ ...plan, ...changes, version: plan.version + 1 });

function figuresAfter(before: PlanFigures | undefined, { baseQuantity, unitPrice, expectedAmount }: PlanLineChange): PlanFigures {
  const base = baseQuantity ?? before?.baseQuantity;
  const price = unitPrice ?? before?.unitPrice;
  if (base === undefined || price === undefined || (baseQuantity ?? unitPrice ?? expectedAmount) === undefined) {
    throw invalid('plan_line_incomplete', {
      vi: 'Dòng mới cần base_quantity và unit_price; sửa một dòng cần ít nhất một số',
      en: 'A new line needs base_quantity and unit_price; an edit needs at least one figure',
    });
  }
  const product = (): bigint => roundHalfUp(multiply(decimalFraction(base), decimalFraction(price)));
  const kept = baseQuantity === undefined && unitPrice === undefined ? before?.expectedAmount : undefined;
  return { baseQuantity: base, unitPrice: price, expectedAmount: expectedAmount ?? kept ?? product() };
}

/** A line before and after an edit. */
export interface EditedLine {
  readonly before: PlanFigures | undefined;
  readonly line: PlanLine;
}

/**
 * Gives a line other figures, or makes a new one.
 * @throws DomainError precondition `plan_is_…`; invalid `plan_line_incomplete`
 */
export function editPlanLine(plan: FeePlan, change: PlanLineChange): EditedLine {
  checkPlanState(plan, 'draft');
  const { parkCode, service } = change;
  const known = plan.lines.find((line) => line.parkCode === parkCode && line.service === service);
  const before = known && { baseQuantity: known.baseQuantity, unitPrice: known.unitPrice, expectedAmount: known.expectedAmount };
  const proposed = { proposed: known?.proposed, collectedLastYear: known?.collectedLastYear ?? 0n };
  return { before, line: { parkCode, service, ...figuresAfter(known, change), ...proposed } };
}

/** The plan with an edited line; who edited it, when and why stays with it. */
export function withEditedLine(plan: FeePlan, { before, line }: EditedLine, by: Pick<PlanEdit, 'by' | 'at' | 'reason'>): FeePlan {
  const { parkCode, service, baseQuantity, unitPrice, expectedAmount } = line;
  const others = plan.lines.filter((one) => one.parkCode !== parkCode || one.service !== service);
  const edit = { parkCode, service, before, after: { baseQuantity, unitPrice, expectedAmount }, ...by };
  return changed(plan, { lines: [...others, line].sort(byPlace), edits: [...plan.edits, edit] });
}

const byPlace = (a: PlanLine, b: PlanLine): number =>
  a.parkCode < b.parkCode ? -1 : a.parkCode > b.parkCode ? 1 : a.service < b.service ? -1 : a.service > b.service ? 1 : 0;

/** A revised plan was in time if the plan was. */
const firstHandedIn = ({ revisions, submittedOn }: FeePlan): PlainDate | undefined => (revisions.length > 0 ? submittedOn : undefined);

/**
 * Opens an approved plan again for people to edit, hand in and approve.
 * @throws DomainError precondition `plan_is_…`
 */
export function revisePlan(plan: FeePlan, by: Omit<PlanRevision, 'revision'>): FeePlan {
  checkPlanState(plan, 'approved');
  const revision = { revision: plan.revisions.length + 1, ...by };
  return changed(plan, { state: 'draft', submittedBy: undefined, revisions: [...plan.revisions, revision] });
}

/** @throws DomainError precondition `plan_is_…`, `plan_is_empty` */
export function submitPlan(plan: FeePlan, { by, on }: { readonly by: string; readonly on: PlainDate }): FeePlan {
  checkPlanState(plan, 'draft');
  if (plan.lines.length === 0) {
    throw precondition('plan_is_empty', {
      vi: `Kế hoạch thu ${String(plan.year)} chưa có dòng nào`,
      en: `The fee plan ${String(plan.year)} has no line`,
    });
  }
  return changed(plan, { state: 'submitted', submittedBy: by, submittedOn: firstHandedIn(plan) ?? on, returnReason: '' });
}

/** @throws DomainError precondition `plan_is_…` */
export function returnPlan(plan: FeePlan, reason: string): FeePlan {
  checkPlanState(plan, 'submitted');
  return changed(plan, { state: 'draft', submittedBy: undefined, submittedOn: firstHandedIn(plan), returnReason: reason });
}

/**
 * The caller has seen to it that another person approves than submitted.
 * @throws DomainError precondition `plan_is_…`
 */
export function approvePlan(
  plan: FeePlan,
  { by, at, decisionNo }: { readonly by: string; readonly at: Date; readonly decisionNo: string },
): FeePlan {
  checkPlanState(plan, 'submitted');
  return changed(plan, { state: 'approved', approvedBy: by, approvedAt: at, decisionNo });
}

/** A plan that was just drawn up. */
export const newPlan = (
  year: number,
  { lines, unpriced }: Pick<FeePlan, 'lines' | 'unpriced'>,
  { by, at }: { readonly by: string; readonly at: Date },
): FeePlan => ({
  year,
  state: 'draft',
  version: 1,
  lines: lines.toSorted(byPlace),
  edits: [],
  revisions: [],
  unpriced,
  proposedBy: by,
  proposedAt: at,
  submittedBy: undefined,
  submittedOn: undefined,
  approvedBy: undefined,
  approvedAt: undefined,
  decisionNo: '',
  returnReason: '',
});
