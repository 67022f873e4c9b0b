import type { PlainDate } from '@kcn/kernel';
import type { CommandName, EventLog, NewEvent, OnceResult, RunOnce, Session } from '@kcn/messaging';
import {
  approvePlan,
  checkPlanState,
  editPlanLine,
  newPlan,
  returnPlan,
  revisePlan,
  submitPlan,
  withEditedLine,
} from '../../domain/plan/fee-plan';
import type { FeePlan, PlanLineChange } from '../../domain/plan/fee-plan';
import type { Records } from '../ports';
import type { WriteRecords } from '../records/write-records';
import { readContents } from '../runs/board-facts';
import { drawUpPlan } from './draw-up-plan';
import type { DrawUpPorts } from './draw-up-plan';
import { planDrafts } from './plan-records';
import { approvedEvent, editedEvent, planAggregate, proposedEvent, returnedEvent, revisedEvent, submittedEvent } from './plan-events';
import { makerIsNotChecker, planExists, planIsRecorded, planIsStale, planNotFound, unknownPark } from './plan-refusals';
import type { FeePlans } from './ports';

export interface PlanCommandsOptions extends DrawUpPorts {
  readonly log: Pick<EventLog, 'append'>;
  readonly records: Pick<Records, 'ofKind'>;
  readonly plans: FeePlans;
  readonly write: WriteRecords;
  readonly runOnce: RunOnce;
  readonly today: () => PlainDate;
}

export interface PlanCommand {
  readonly command: CommandName;
  readonly year: number;
  readonly actor: string;
  /** The version that the caller has read; undefined = whatever it is now. */
  readonly ifVersion?: string | undefined;
}

/** What a command answers: enough to read the plan anew. */
export interface PlanChanged {
  readonly year: number;
  readonly version: number;
}

type Result = Promise<OnceResult<PlanChanged>>;
/** A change that is allowed: what it says, and what it makes of the plan once it has a time. */
interface Step {
  readonly event: Pick<NewEvent, 'type' | 'payload' | 'reason'>;
  readonly after: (at: Date) => FeePlan;
}

/** What people do to a year's fee plan; each change is an event of its own, and who did what stays with the plan. */
export function createPlanCommands(options: PlanCommandsOptions) {
  const { log, records, plans, write, runOnce, today } = options;

  const eventOf = (event: Step['event'], version: number, { command, actor, year }: PlanCommand): NewEvent => ({
    aggregate: planAggregate(year),
    aggregateVersion: version,
    ...event,
    actor,
    cause: `http:${command.key}`,
  });

  async function checkNotRecorded(session: Session, board: string, year: number): Promise<void> {
    const recorded = await readContents('fee-plan', { records, session, board });
    if (recorded.some((line) => line.year === year)) throw planIsRecorded(year);
  }

  async function getPlan(session: Session, { command: { board }, year, ifVersion }: PlanCommand): Promise<FeePlan> {
    const plan = await plans.find(session, board, year);
    if (!plan) throw planNotFound(year);
    if (ifVersion !== undefined && ifVersion !== '*' && ifVersion !== String(plan.version)) throw planIsStale();
    return plan;
  }

  const change = (given: PlanCommand, step: (plan: FeePlan, session: Session) => Promise<Step> | Step): Result =>
    runOnce(given.command, async (session) => {
      const { board } = given.command;
      const plan = await getPlan(session, given);
      const { event, after } = await step(plan, session);
      const { lastPosition, recordedAt } = await log.append(session, board, [eventOf(event, plan.version + 1, given)]);
      const changed = after(recordedAt);
      await plans.replace(session, board, changed);
      return { response: { year: plan.year, version: changed.version }, lastPosition, recordedAt };
    });

  return {
    /**
     * Draws up a year's plan for people to edit.
     * @throws DomainError already_exists `plan_exists`, `plan_is_recorded`
     */
    propose: (given: PlanCommand): Result =>
      runOnce(given.command, async (session) => {
        const { year, actor } = given;
        const { board } = given.command;
        if (await plans.find(session, board, year)) throw planExists(year);
        await checkNotRecorded(session, board, year);
        const drawnUp = await drawUpPlan(options, { session, board, year });
        const { lastPosition, recordedAt } = await log.append(session, board, [eventOf(proposedEvent(year, drawnUp), 1, given)]);
        const plan = newPlan(year, drawnUp, { by: actor, at: recordedAt });
        await plans.insert(session, board, plan);
        return { response: { year, version: plan.version }, lastPosition, recordedAt };
      }),

    /** @throws DomainError not_found `plan_not_found`; stale_version; precondition `plan_is_…`; invalid `unknown_park`, `plan_line_incomplete` */
    edit: (given: PlanCommand & { readonly change: PlanLineChange; readonly reason: string }): Result =>
      change(given, async (plan, session) => {
        const { parkCode, service } = given.change;
        const tariffs = await readContents('fee-tariffs', { records, session, board: given.command.board });
        if (!tariffs.some((tariff) => tariff.parkCode === parkCode && tariff.service === service)) throw unknownPark(parkCode, service);
        const edited = editPlanLine(plan, given.change);
        const { actor: by, reason } = given;
        return { event: editedEvent(plan, edited.line, reason), after: (at) => withEditedLine(plan, edited, { by, at, reason }) };
      }),

    /** @throws DomainError not_found `plan_not_found`; stale_version; precondition `plan_is_…`, `plan_is_empty` */
    submit: (given: PlanCommand): Result =>
      change(given, (plan) => {
        const submitted = submitPlan(plan, { by: given.actor, on: today() });
        return { event: submittedEvent(submitted), after: () => submitted };
      }),

    /** @throws DomainError not_found `plan_not_found`; stale_version; precondition `plan_is_…` */
    giveBack: (given: PlanCommand & { readonly reason: string }): Result =>
      change(given, (plan) => {
        const returned = returnPlan(plan, given.reason);
        return { event: returnedEvent(returned), after: () => returned };
      }),

    /**
     * Opens an approved plan again; until its revision is approved as the plan was, the year's records stay as they are.
     * @throws DomainError not_found `plan_not_found`; stale_version; precondition `plan_is_…`
     */
    revise: (given: PlanCommand & { readonly reason: string }): Result =>
      change(given, (plan) => {
        const { actor: by, reason } = given;
        checkPlanState(plan, 'approved');
        const after = (at: Date): FeePlan => revisePlan(plan, { by, reason, at });
        return { event: revisedEvent(plan, { revision: plan.revisions.length + 1, reason }), after };
      }),

    /**
     * Another person than the one who submitted approves: the lines become the year's fee-plan records in the same transaction,
     * those of a revision as corrections.
     * @throws DomainError not_found `plan_not_found`; stale_version; forbidden `maker_is_not_checker`; precondition `plan_is_…`;
     *   already_exists `plan_is_recorded`
     */
    approve: (given: PlanCommand & { readonly decisionNo: string }): Result =>
      runOnce(given.command, async (session) => {
        const { actor, year, decisionNo, command } = given;
        const { board } = command;
        const plan = await getPlan(session, given);
        checkPlanState(plan, 'submitted');
        if (plan.submittedBy === actor) throw makerIsNotChecker();
        if (plan.revisions.length === 0) await checkNotRecorded(session, board, year);
        const known = new Map((await records.ofKind(session, board, 'fee-plan')).map((record) => [record.key, record]));
        const { lastPosition, recordedAt } = await write(session, board, {
          first: [eventOf(approvedEvent({ year, decisionNo }), plan.version + 1, given)],
          drafts: planDrafts({ ...plan, decisionNo }, known),
          actor,
          cause: `http:${command.key}`,
        });
        const approved = approvePlan(plan, { by: actor, at: recordedAt, decisionNo });
        await plans.replace(session, board, approved);
        return { response: { year, version: approved.version }, lastPosition, recordedAt };
      }),
  };
}

export type PlanCommands = ReturnType<typeof createPlanCommands>;
