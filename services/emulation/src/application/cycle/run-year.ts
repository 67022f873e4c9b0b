import type { Clock } from '@kcn/kernel';
import { invalid, precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { CommandName, OnceResult, RunOnce } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import type { CycleAction, CycleState } from '../../domain/cycle/year-cycle';
import type { BlocYear } from '../bloc/ports';
import type { LedYear, LedYears } from './find-led-year';
import type { StepOutput, YearRecords } from './ports';
import type { YearSteps } from './take-year-step';

/** A command of a board in a bloc's year. */
export type YearCommand<Content = unknown> = CommandName & BlocYear & { readonly actor: string } & Content;

export const yearOfCommand = ({ board, bloc, year }: BlocYear): BlocYear => ({ board, bloc, year });
export const nameOfCommand = ({ board, key, requestHash }: CommandName): CommandName => ({ board, key, requestHash });

export interface StepWish {
  readonly action: CycleAction;
  readonly on?: PlainDate | undefined;
  readonly reason?: string | undefined;
  readonly output?: StepOutput | undefined;
}

/** Steps that are taken by what they are about: freezing, deciding an appeal, closing the vote. */
const OWN_ROUTES: ReadonlySet<CycleAction> = new Set(['freeze', 'close-ballot']);
/** What a step has to leave behind. */
const OUTPUTS: Partial<Readonly<Record<CycleAction, readonly string[]>>> = {
  'review-mid-year': ['conclusions'],
  'submit-dossier': ['document_no'],
  'record-decision': ['decision_no', 'authority'],
  'hand-over': ['next_leader'],
};

export interface YearRunningOptions {
  readonly ledYears: LedYears;
  readonly steps: YearSteps;
  readonly records: YearRecords;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
  /** @throws where something that is under way forbids to re-open */
  readonly beforeReopening: (name: BlocYear) => Promise<void>;
}

/** Takes the steps of a bloc's year that have no route of their own. */
export function createYearRunning({ ledYears, steps, records, runOnce, clock, beforeReopening }: YearRunningOptions) {
  /** Who has not done what the step closes; a reason of the leader's goes on without them. */
  async function checkOutstanding(led: LedYear, { action, reason }: StepWish): Promise<void> {
    const kind = action === 'sign-pledge' ? 'pledge-signature' : action === 'close-registration' ? 'registration' : undefined;
    if (!kind) return;
    const done = new Set((await records.list(led.name, kind)).map(({ member }) => member));
    const lacking = led.set.bloc.members.filter(({ id }) => !done.has(id));
    if (lacking.length === 0 || ((reason ?? '').trim() !== '' && led.acting === led.set.bloc.leader)) return;
    throw precondition('reason_required', {
      vi: 'Còn thành viên chưa thực hiện: cần lý do của Khối trưởng',
      en: "Members have not done it yet: the leader's reason is required",
      details: lacking.map(({ name }) => ({ code: 'outstanding', vi: name.vi, en: name.en })),
    });
  }

  return {
    /** @throws DomainError as `YearSteps.take`; not_found `unknown_bloc`; invalid `step_has_its_route`, `output_missing` */
    async step({ action, on, reason, output = {}, actor, ...command }: YearCommand<StepWish>): Promise<OnceResult<{ state: CycleState }>> {
      if (OWN_ROUTES.has(action))
        throw invalid('step_has_its_route', { vi: `"${action}" có đường dẫn riêng`, en: `"${action}" has a route of its own` });
      const missing = (OUTPUTS[action] ?? []).filter((name) => (output[name] ?? '').trim() === '');
      if (missing.length > 0) throw invalid('output_missing', { vi: `Thiếu ${missing.join(', ')}`, en: `Missing: ${missing.join(', ')}` });
      const led = await ledYears.get(yearOfCommand(command));
      return runOnce(nameOfCommand(command), async (session) => {
        if (action === 're-open') await beforeReopening(led.name);
        const { cycle, logged } = await steps.take(session, led, {
          ...{ action, by: led.acting, today: vietnamDay(clock.now()), on, reason, output, actor },
          cause: `http:${command.key}`,
        });
        await checkOutstanding(led, { action, reason });
        return { response: { state: cycle.state }, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
      });
    },
  };
}

export type YearRunning = ReturnType<typeof createYearRunning>;
