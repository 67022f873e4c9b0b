import { feesEvents } from '@kcn/contracts';
import type { NewEvent } from '@kcn/messaging';
import type { FeePlan, PlanLine, PlanRevision } from '../../domain/plan/fee-plan';
import type { PlanReminder } from '../../domain/plan/reminders';

type Body = Pick<NewEvent, 'type' | 'payload' | 'reason'>;

const lineOf = ({ parkCode, service, baseQuantity, unitPrice, expectedAmount }: PlanLine) => ({
  parkCode,
  service,
  baseQuantity,
  unitPrice,
  expectedAmount,
});

/** The unit that a year's plan is, so that its events keep their order. */
export const planAggregate = (year: number): string => `plan:${String(year)}`;
export const remindersAggregate = (year: number): string => `plan-reminders:${String(year)}`;

export function proposedEvent(year: number, { lines, unpriced }: Pick<FeePlan, 'lines' | 'unpriced'>): Body {
  const { type, codec } = feesEvents.planProposed;
  const unpricedContracts = unpriced.map(({ contractNo }) => contractNo);
  return { type, payload: codec.encode({ year, lines: lines.map(lineOf), unpricedContracts }).finish() };
}

export function editedEvent({ year }: Pick<FeePlan, 'year'>, line: PlanLine, reason: string): Body {
  const { type, codec } = feesEvents.planLineEdited;
  return { type, payload: codec.encode({ year, line: lineOf(line), reason }).finish(), reason };
}

export function submittedEvent({ year, submittedOn }: Pick<FeePlan, 'year' | 'submittedOn'>): Body {
  const { type, codec } = feesEvents.planSubmitted;
  return { type, payload: codec.encode({ year, submittedOn: submittedOn ?? '' }).finish() };
}

export function returnedEvent({ year, returnReason: reason }: Pick<FeePlan, 'year' | 'returnReason'>): Body {
  const { type, codec } = feesEvents.planReturned;
  return { type, payload: codec.encode({ year, reason }).finish(), reason };
}

export function approvedEvent({ year, decisionNo }: Pick<FeePlan, 'year' | 'decisionNo'>): Body {
  const { type, codec } = feesEvents.planApproved;
  return { type, payload: codec.encode({ year, decisionNo }).finish() };
}

export function revisedEvent({ year }: Pick<FeePlan, 'year'>, { revision, reason }: Pick<PlanRevision, 'revision' | 'reason'>): Body {
  const { type, codec } = feesEvents.planRevised;
  return { type, payload: codec.encode({ year, revision, reason }).finish(), reason };
}

export function remindedEvent({ year, deadline, daysLeft }: PlanReminder): Body {
  const { type, codec } = feesEvents.planReminded;
  return { type, payload: codec.encode({ year, deadline, daysLeft }).finish() };
}
