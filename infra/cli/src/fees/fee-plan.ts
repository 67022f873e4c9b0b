import type { Answer } from '../api/answer';
import { getJson } from '../api/answer';
import { isRefusal } from '../api/problem';
import type { ServiceClient } from '../api/service-client';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { FeePlan, PlanPerformance } from './render-plan';
import { renderPerformance, renderPlan } from './render-plan';

export interface PlanPlace {
  readonly board: string;
  readonly year: string;
}

const show = ({ screen }: CommandContext, answer: Answer): ExitCode => {
  const plan = getJson<FeePlan>(answer);
  screen.result({ document: plan, human: () => renderPlan(plan) });
  return exitCodes.done;
};

const somebody = (context: CommandContext, part: 'recorder' | 'approver', subject: string | undefined): ServiceClient =>
  subject === undefined ? context.fees : context.feesAs({ part, subject });
const pathOf = ({ board, year }: PlanPlace, ...parts: readonly string[]): string => boardPath(board, 'fee-plans', year, ...parts);

/** Draws up a year's plan from contracts, prices and history. */
export async function proposeFeePlan(
  context: CommandContext,
  { board, year, as }: PlanPlace & { readonly as: string | undefined },
): Promise<ExitCode> {
  return show(context, await somebody(context, 'recorder', as).post(boardPath(board, 'fee-plans'), { year: Number(year) }));
}

export async function showFeePlan(context: CommandContext, place: PlanPlace): Promise<ExitCode> {
  return show(context, await context.fees.get(pathOf(place)));
}

export interface PlanEditOptions extends PlanPlace {
  readonly park: string;
  readonly service: string;
  readonly base: string | undefined;
  readonly price: string | undefined;
  readonly amount: string | undefined;
  readonly reason: string;
  readonly as: string | undefined;
}

/** Gives a line other figures, or adds it. */
export async function editFeePlan(context: CommandContext, options: PlanEditOptions): Promise<ExitCode> {
  const { park, service, base, price, amount, reason, as } = options;
  // Members without a value are not sent.
  const body = { park_code: park, service, base_quantity: base, unit_price: price, expected_amount: amount, reason };
  return show(context, await somebody(context, 'recorder', as).post(pathOf(options, 'edits'), body));
}

export async function submitFeePlan(context: CommandContext, options: PlanPlace & { readonly as: string | undefined }): Promise<ExitCode> {
  return show(context, await somebody(context, 'recorder', options.as).post(pathOf(options, 'submission'), undefined));
}

export async function returnFeePlan(
  context: CommandContext,
  options: PlanPlace & { readonly reason: string; readonly approveAs: string | undefined },
): Promise<ExitCode> {
  return show(context, await somebody(context, 'approver', options.approveAs).post(pathOf(options, 'return'), { reason: options.reason }));
}

/** The head approves; who submitted may not, and then the plan stays waiting. */
export async function approveFeePlan(
  context: CommandContext,
  options: PlanPlace & { readonly decision: string; readonly approveAs: string | undefined },
): Promise<ExitCode> {
  const head = somebody(context, 'approver', options.approveAs);
  try {
    return show(context, await head.post(pathOf(options, 'approval'), { decision_no: options.decision }));
  } catch (error) {
    if (!isRefusal(error, 'maker_is_not_checker')) throw error;
    context.screen.say({ vi: error.vi, en: error.en });
    show(context, await head.get(pathOf(options)));
    return exitCodes.waiting;
  }
}

/** Billed and collected against the year's plan, and the outlook to the year's end. */
export async function feePlanPerformance(
  context: CommandContext,
  options: PlanPlace & { readonly asOf: string; readonly by: string },
): Promise<ExitCode> {
  const answer = getJson<PlanPerformance>(await context.fees.get(pathOf(options, 'performance'), { as_of: options.asOf, by: options.by }));
  context.screen.result({ document: answer, human: () => renderPerformance(answer) });
  return exitCodes.done;
}
