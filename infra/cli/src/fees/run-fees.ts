import { getJson } from '../api/answer';
import { isRefusal } from '../api/problem';
import type { ServiceClient } from '../api/service-client';
import { boardPath } from '../api/service-client';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { BillingRun } from './billing-run';
import { followRun, renderRun } from './billing-run';
import type { TwoPeople } from './fees-clients';
import { findSecondPerson, firstPerson } from './fees-clients';
import type { RunPlan } from './render-run-plan';
import { renderRunPlan } from './render-run-plan';

export interface RunFeesOptions extends TwoPeople {
  readonly board: string;
  /** The month up to whose last day invoices are dated. */
  readonly through: string | undefined;
  readonly issue: boolean;
  /** A run that waits; approved instead of creating another. */
  readonly approve: string | undefined;
}

type Place = Pick<RunFeesOptions, 'board'>;

async function dryRun(context: CommandContext, client: ServiceClient, { board }: Place, through: string): Promise<ExitCode> {
  const plan = getJson<RunPlan>(await client.post(boardPath(board, 'billing-runs'), { through, mode: 'dry-run' }));
  context.screen.result({ document: plan, human: () => renderRunPlan(plan) });
  return exitCodes.done;
}

function waits({ screen }: CommandContext, { board }: Place, run: BillingRun): ExitCode {
  screen.say({
    vi: `Đợt ${run.id} chờ người thứ hai duyệt: kcn fees run --board ${board} --approve ${run.id} --approve-as <người khác>`,
    en: 'the run waits for a second person, with --approve and --approve-as',
  });
  screen.result({ document: run, human: () => renderRun(run) });
  return exitCodes.waiting;
}

async function approveRun(context: CommandContext, second: ServiceClient, place: Place, id: string): Promise<ExitCode> {
  const { screen } = context;
  const { board } = place;
  let answered: BillingRun;
  try {
    answered = getJson<BillingRun>(await second.post(boardPath(board, 'billing-runs', id, 'approval'), {}));
  } catch (error) {
    if (!isRefusal(error, 'maker_is_not_checker')) throw error;
    screen.say({ vi: error.vi, en: error.en });
    return waits(context, place, getJson<BillingRun>(await second.get(boardPath(board, 'billing-runs', id))));
  }
  const run = await followRun(second, { board, run: answered, progress: screen.progress('fees') });
  screen.result({ document: run, human: () => renderRun(run) });
  return run.state === 'issued' ? exitCodes.done : exitCodes.refused;
}

async function issue(context: CommandContext, first: ServiceClient, options: RunFeesOptions, through: string): Promise<ExitCode> {
  const { screen } = context;
  const { board } = options;
  let run: BillingRun;
  try {
    const created = getJson<BillingRun>(await first.post(boardPath(board, 'billing-runs'), { through, mode: 'create' }));
    run = await followRun(first, { board, run: created, progress: screen.progress('fees') });
  } catch (error) {
    // A run may be repeated at will: when all is billed already there is nothing to do.
    if (!isRefusal(error, 'nothing_to_issue')) throw error;
    screen.result({
      document: { through, state: 'nothing_to_issue', invoices: 0, code: error.code, vi: error.vi, en: error.en },
      human: () => `${error.vi} / ${error.en}\n`,
    });
    return exitCodes.done;
  }
  if (run.state !== 'waiting') {
    screen.result({ document: run, human: () => renderRun(run) });
    return run.state === 'empty' ? exitCodes.done : exitCodes.refused;
  }
  const second = findSecondPerson(context, options);
  return second ? approveRun(context, second, options, run.id) : waits(context, options, run);
}

/** A billing run: what it would issue, or its creation and, by a second person, its approval. */
export async function runFees(context: CommandContext, options: RunFeesOptions): Promise<ExitCode> {
  const { through, approve } = options;
  if (approve !== undefined) {
    const { approveAs } = options;
    const second = approveAs === undefined ? context.fees : context.feesAs({ part: 'approver', subject: approveAs });
    return approveRun(context, second, options, approve);
  }
  if (through === undefined) {
    throw usageError('through_missing', {
      vi: 'Lập hóa đơn đến hết tháng nào? Hãy thêm --through 2026-09',
      en: 'Up to the end of which month? Add --through 2026-09',
    });
  }
  const first = firstPerson(context, options);
  return options.issue ? issue(context, first, options, through) : dryRun(context, first, options, through);
}
