import { createHash } from 'node:crypto';
import { emulationYearEvents } from '@kcn/contracts';
import type { Clock, LocalizedText, PlainDate } from '@kcn/kernel';
import { forbidden, invalid, precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import type { CycleState } from '../../domain/cycle/year-cycle';
import type { Signer } from '../sheets/ports';
import type { LedYear, LedYears } from './find-led-year';
import type { PledgeSignature, YearCycles, YearPlan, YearRecords } from './ports';
import type { YearCommand } from './run-year';
import { nameOfCommand, yearOfCommand } from './run-year';
import { checkDay } from './take-year-step';
import type { YearSteps } from './take-year-step';
import type { YearLog } from './year-log';
import { yearUnit } from './year-log';

export interface PledgeSigningOptions {
  readonly ledYears: LedYears;
  readonly cycles: YearCycles;
  readonly steps: Pick<YearSteps, 'cycleOf'>;
  readonly records: YearRecords;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
  /** A board's own; undefined where this deployment has no key of it. */
  readonly signerOf: (board: string) => Promise<Signer | undefined>;
}

export interface OnBehalf {
  /** Whose; default the acting board's. The leader records it for a member whose deployment is elsewhere, with a reason. */
  readonly member?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * For whom a member's act is recorded.
 * @throws DomainError invalid `unknown_member`; forbidden `not_your_act`; precondition `reason_required`
 */
export function memberOfAct(led: LedYear, { member = led.acting, reason }: OnBehalf): string {
  const { leader, members } = led.set.bloc;
  if (!members.some(({ id }) => id === member))
    throw invalid('unknown_member', { vi: `"${member}" không phải là thành viên của khối`, en: `"${member}" is not a member of the bloc` });
  if (member === led.acting) return member;
  if (led.acting !== leader)
    throw forbidden('not_your_act', {
      vi: 'Chỉ Khối trưởng được ghi thay thành viên',
      en: 'Only the leader records it for another member',
    });
  if ((reason ?? '').trim() === '')
    throw precondition('reason_required', { vi: 'Ghi thay cần lý do', en: 'Recording it for another needs a reason' });
  return member;
}

const notNow = (state: CycleState): Error =>
  precondition('step_not_allowed', {
    vi: `Không thể thực hiện khi khối đang "${state}"`,
    en: `Not allowed while the bloc is "${state}"`,
    params: { state },
  });

/** Theme and pledge of the year, and the members' signatures under it. */
export function createPledgeSigning(options: PledgeSigningOptions) {
  const { ledYears, cycles, steps, records, record, runOnce, clock, signerOf } = options;

  return {
    /**
     * @throws DomainError forbidden `not_your_step` for anybody but the leader; precondition `step_not_allowed`, `pledge_signed`
     */
    async setPlan({
      theme,
      pledge,
      actor,
      ...command
    }: YearCommand<{ theme: LocalizedText; pledge: string }>): Promise<OnceResult<{ pledge_sha256: string }>> {
      const led = await ledYears.get(yearOfCommand(command));
      const { bloc } = led.set;
      if (led.acting !== bloc.leader)
        throw forbidden('not_your_step', { vi: 'Chủ đề và giao ước do Khối trưởng đặt', en: 'Theme and pledge are the leader’s' });
      return runOnce(nameOfCommand(command), async (session) => {
        const cycle = await steps.cycleOf(led, session);
        if (cycle.state !== 'planned') throw notNow(cycle.state);
        if ((await records.list(led.name, 'pledge-signature', session)).length > 0)
          throw precondition('pledge_signed', { vi: 'Đã có đơn vị ký giao ước này', en: 'The pledge has been signed already' });
        const pledgeSha256 = createHash('sha256').update(pledge).digest('hex');
        const plan: YearPlan = { theme, pledge, pledgeSha256 };
        const logged = await record(session, { board: led.name.board, unit: yearUnit(led.name), actor, cause: `http:${command.key}` }, [
          {
            type: emulationYearEvents.yearPlanSet.type,
            payload: emulationYearEvents.yearPlanSet.codec
              .encode({ bloc: bloc.id, year: bloc.year, themeVi: theme.vi, themeEn: theme.en, pledge, pledgeSha256 })
              .finish(),
          },
        ]);
        await cycles.save(session, { ...cycle, plan });
        return { response: { pledge_sha256: pledgeSha256 }, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
      });
    },

    /**
     * A member's head signs the pledge, with the board's key where this deployment has it.
     * @throws DomainError as `memberOfAct` and `checkDay`; precondition `no_pledge`, `pledge_signed`, `step_not_allowed`
     */
    async sign(
      given: YearCommand<OnBehalf & { readonly head: string; readonly on?: PlainDate | undefined }>,
    ): Promise<OnceResult<{ member: string; signed_on: string; pledge_sha256: string; jws: string | null }>> {
      const { head, member: asked, reason, actor, ...command } = given;
      const led = await ledYears.get(yearOfCommand(command));
      const member = memberOfAct(led, { member: asked, reason });
      const today = vietnamDay(clock.now());
      const signedOn = command.on ?? today;
      checkDay({ on: signedOn, today, isLeader: led.acting === led.set.bloc.leader, reason });
      const { bloc, year } = led.name;
      return runOnce(nameOfCommand(command), async (session) => {
        const { state, plan } = await steps.cycleOf(led, session);
        if (state !== 'planned') throw notNow(state);
        if (!plan) throw precondition('no_pledge', { vi: 'Khối trưởng chưa đặt giao ước', en: 'The leader has not set the pledge' });
        if ((await records.list(led.name, 'pledge-signature', session)).some((one) => one.member === member))
          throw precondition('pledge_signed', { vi: 'Đơn vị đã ký giao ước', en: 'The member has signed the pledge' });
        const { pledgeSha256 } = plan;
        // Another member's key is not the leader's to use.
        const signer = member === led.acting ? await signerOf(member) : undefined;
        const signed = await signer?.sign({ format: 'emulation-pledge/1', bloc, year, member, head, signedOn, pledgeSha256 });
        const signature: PledgeSignature = {
          ...{ member, head, signedOn, pledgeSha256, recordedBy: led.acting },
          jws: signed ? Buffer.from(signed.jws).toString('latin1') : null,
        };
        const { version, at, lastPosition, recordedAt } = await record(
          session,
          { board: led.name.board, unit: yearUnit(led.name), actor, cause: `http:${command.key}` },
          [
            {
              type: emulationYearEvents.pledgeSigned.type,
              payload: emulationYearEvents.pledgeSigned.codec
                .encode({ ...signature, bloc, year, jws: Buffer.from(signature.jws ?? '', 'latin1') })
                .finish(),
              ...(reason === undefined ? {} : { reason }),
            },
          ],
        );
        await records.insert(session, led.name, {
          kind: 'pledge-signature',
          sequence: version,
          content: { ...signature, recordedAt: at, actor },
        });
        return { response: { member, signed_on: signedOn, pledge_sha256: pledgeSha256, jws: signature.jws }, lastPosition, recordedAt };
      });
    },
  };
}

export type PledgeSigning = ReturnType<typeof createPledgeSigning>;
