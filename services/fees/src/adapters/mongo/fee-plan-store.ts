import { fromExactText, plainDate, toExactText } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { FeePlans, GivenReminder } from '../../application/plan/ports';
import type { FeePlan, PlanEdit, PlanRevision } from '../../domain/plan/fee-plan';

export const PLANS = 'fee_plans';
export const REMINDERS = 'fee_plan_reminders';

interface PlanDocument extends Pick<FeePlan, 'year' | 'state' | 'version' | 'proposedAt'> {
  /** `board/year` */
  readonly _id: string;
  readonly board: string;
  readonly approvedAt: Date | null;
  /** When each edit was made, beside `content`. */
  readonly editedAt: readonly Date[];
  /** When each revision was begun; absent in plans from before there were any. */
  readonly revisedAt?: readonly Date[];
  /** Everything else; see `toExactText`. */
  readonly content: string;
}

interface ReminderDocument extends Omit<GivenReminder, 'day' | 'deadline'> {
  /** `board/year/day` */
  readonly _id: string;
  readonly board: string;
  readonly day: string;
  readonly deadline: string;
}

type Content = Omit<FeePlan, 'year' | 'state' | 'version' | 'proposedAt' | 'approvedAt' | 'edits' | 'revisions'> & {
  readonly edits: readonly Omit<PlanEdit, 'at'>[];
  readonly revisions?: readonly Omit<PlanRevision, 'at'>[];
};

function toDocument(board: string, plan: FeePlan): PlanDocument {
  const { year, state, version, proposedAt, approvedAt, edits, revisions, ...rest } = plan;
  return {
    _id: `${board}/${String(year)}`,
    board,
    year,
    state,
    version,
    proposedAt,
    approvedAt: approvedAt ?? null,
    editedAt: edits.map(({ at }) => at),
    revisedAt: revisions.map(({ at }) => at),
    content: toExactText({
      ...rest,
      edits: edits.map(({ at: _at, ...edit }) => edit),
      revisions: revisions.map(({ at: _at, ...revision }) => revision),
    }),
  };
}

function toPlan({ year, state, version, proposedAt, approvedAt, editedAt, revisedAt = [], content }: PlanDocument): FeePlan {
  const { edits, revisions = [], ...rest } = fromExactText<Content>(content);
  return {
    ...rest,
    // Members without a value are not kept.
    submittedBy: rest.submittedBy,
    submittedOn: rest.submittedOn,
    approvedBy: rest.approvedBy,
    year,
    state,
    version,
    proposedAt,
    approvedAt: approvedAt ?? undefined,
    edits: edits.map((edit, index) => ({ ...edit, at: editedAt[index] ?? proposedAt })),
    revisions: revisions.map((revision, index) => ({ ...revision, at: revisedAt[index] ?? proposedAt })),
  };
}

export function createFeePlanStore(connection: Connection): FeePlans {
  const db = databaseOf(connection);
  const plans = db.collection<PlanDocument>(PLANS);
  const reminders = db.collection<ReminderDocument>(REMINDERS);
  const within = (session: Session | undefined) => (session ? { session } : {});
  return {
    async find(session, board, year) {
      const found = await plans.findOne({ _id: `${board}/${String(year)}` }, within(session));
      return found ? toPlan(found) : undefined;
    },

    async insert(session, board, plan) {
      await plans.insertOne(toDocument(board, plan), { session });
    },

    async replace(session, board, plan) {
      const { _id, ...document } = toDocument(board, plan);
      const { matchedCount } = await plans.replaceOne({ _id, version: plan.version - 1 }, document, { session });
      if (matchedCount !== 1) throw new Error(`fee plan ${_id} is no longer at version ${String(plan.version - 1)}`);
    },

    list: async (board) => (await plans.find({ board }).sort({ year: 1 }).toArray()).map(toPlan),

    async remind(session, board, reminder) {
      await reminders.insertOne({ ...reminder, _id: `${board}/${String(reminder.year)}/${reminder.day}`, board }, { session });
    },

    reminders: async (session, board, year) =>
      (await reminders.find({ board, year }, within(session)).sort({ day: 1 }).toArray()).map(({ day, deadline, daysLeft, givenAt }) => ({
        year,
        day: plainDate(day),
        deadline: plainDate(deadline),
        daysLeft,
        givenAt,
      })),
  };
}
