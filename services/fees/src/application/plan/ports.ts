import type { Session } from '@kcn/messaging';
import type { FeePlan } from '../../domain/plan/fee-plan';
import type { PlanReminder } from '../../domain/plan/reminders';

/** A reminder that was given. */
export interface GivenReminder extends PlanReminder {
  readonly givenAt: Date;
}

/** Fee plans on their way to approval; an approved one's lines are records too. */
export interface FeePlans {
  find(session: Session | undefined, board: string, year: number): Promise<FeePlan | undefined>;
  insert(session: Session, board: string, plan: FeePlan): Promise<void>;
  /** Puts a changed plan in the place of the one before it. @throws Error when somebody else has changed that */
  replace(session: Session, board: string, plan: FeePlan): Promise<void>;
  /** By year. */
  list(board: string): Promise<FeePlan[]>;
  remind(session: Session, board: string, reminder: GivenReminder): Promise<void>;
  /** In the order in which they were given. */
  reminders(session: Session | undefined, board: string, year: number): Promise<GivenReminder[]>;
}
