import { emulationYearEvents } from '@kcn/contracts';
import { precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce, Session } from '@kcn/messaging';
import { sheetCounts } from '../../domain/cycle/freeze';
import type { CycleState } from '../../domain/cycle/year-cycle';
import { CYCLE_STATES } from '../../domain/cycle/year-cycle';
import { checkConflicts, checkReasons, checkValues } from '../../domain/values/check-values';
import type { WantedValue } from '../../domain/values/check-values';
import type { ScoreValue, ValueStage } from '../../domain/values/score-value';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { BlocSet } from '../bloc/read-bloc-set';
import type { LedYears } from '../cycle/find-led-year';
import type { FindYearState } from '../cycle/find-year-state';
import type { YearCommand } from '../cycle/run-year';
import { nameOfCommand, yearOfCommand } from '../cycle/run-year';
import type { YearLog } from '../cycle/year-log';
import type { ScoreValues } from './ports';

export interface ValueSettingOptions {
  readonly versions: Pick<BlocVersions, 'last'>;
  readonly ledYears: LedYears;
  readonly stateOf: FindYearState;
  readonly values: ScoreValues;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
}

/** The values of a board in a year are of one unit: a member's own, or the leader's of everybody. */
export const valuesUnit = ({ bloc, year }: Pick<BlocYear, 'bloc' | 'year'>): string => `values:${bloc}/${year.toString()}`;

/** Self-scores may change until they are closed, everything else until the freeze. */
function checkOpen(stage: ValueStage, state: CycleState): void {
  const open = stage === 'self' ? CYCLE_STATES.indexOf(state) < CYCLE_STATES.indexOf('self-scored') : sheetCounts(state);
  if (!open)
    throw precondition(stage === 'self' ? 'self_score_closed' : 'scores_frozen', {
      vi: `Không thể sửa điểm khi khối đang "${state}"`,
      en: `Points cannot be changed while the bloc is "${state}"`,
      params: { state },
    });
}

/** Keeps the self, cross-checked and final values with who, when and why. A bulk is taken whole or not at all. */
export function createValueSetting({ versions, ledYears, stateOf, values, record, runOnce }: ValueSettingOptions) {
  interface Setting {
    readonly stage: ValueStage;
    /** Under which the values are kept. */
    readonly keeper: BlocYear;
    readonly set: Pick<BlocSet, 'bloc' | 'criteria'>;
    readonly by: string;
    readonly actor: string;
    readonly actorBoards: readonly string[];
    readonly cause: string;
    readonly wanted: readonly WantedValue[];
  }

  /** Of every member in question its own self-scores, which say who gave them, and what is kept here. */
  async function valuesBefore({ keeper, stage, wanted }: Setting, session: Session): Promise<readonly ScoreValue[]> {
    const before = [...(await values.list(keeper, { session }))];
    if (stage === 'self') return before;
    for (const member of new Set(wanted.map((one) => one.member)))
      if (member !== keeper.board)
        before.push(...(await values.list({ ...keeper, board: member }, { member, session })).filter((one) => one.stage === 'self'));
    return before;
  }

  async function write(session: Session, setting: Setting) {
    const { stage, keeper, set, by, actor, actorBoards, cause, wanted } = setting;
    const before = await valuesBefore(setting, session);
    checkConflicts(set.bloc, { stage, by, actor, actorBoards, wanted }, before);
    checkValues({ stage, by, wanted }, set);
    checkReasons({ stage, wanted }, before);
    const { bloc, year } = keeper;
    const logged = await record(
      session,
      { board: keeper.board, unit: valuesUnit(keeper), actor, cause },
      wanted.map(({ member, criterion, value, reason }) => ({
        type: emulationYearEvents.valueSet.type,
        payload: emulationYearEvents.valueSet.codec
          .encode({ bloc, year, member, criterion, stage, by, value: value ?? undefined })
          .finish(),
        ...(reason === null ? {} : { reason }),
      })),
    );
    const items = wanted.map((one): ScoreValue => ({ ...one, stage, by, actor, recordedAt: logged.at }));
    await values.insert(session, keeper, { first: logged.version, items });
    return { response: { set: items.length }, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
  }

  return {
    /**
     * The board's own self-scores; they are shown to nobody before the board signs a sheet with them.
     * @throws DomainError not_found `unknown_bloc`; precondition `self_score_closed`, `reason_required`; invalid `bad_values`
     */
    async setSelf({
      actor,
      wanted,
      ...command
    }: YearCommand<{ readonly wanted: readonly Omit<WantedValue, 'member'>[] }>): Promise<OnceResult<{ set: number }>> {
      const keeper = yearOfCommand(command);
      const own = await versions.last(keeper);
      const set = own ? await readKeptSet(own.files) : (await ledYears.get(keeper)).set;
      const { board: by } = keeper;
      return runOnce(nameOfCommand(command), async (session) => {
        checkOpen('self', await stateOf(keeper, session));
        const setting = { stage: 'self' as const, keeper, set, by, actor, actorBoards: [], cause: `http:${command.key}` };
        return write(session, { ...setting, wanted: wanted.map((one) => ({ ...one, member: by })) });
      });
    },

    /**
     * What the drawn checker, the leader or the deputy found (`checked`), or the leader settles (`final`).
     * @throws DomainError not_found `unknown_bloc`; forbidden `conflict_of_interest`; precondition
     *   `scores_frozen`, `reason_required`; invalid `bad_values`
     */
    async setVerified({
      actor,
      stage,
      wanted,
      actorBoards,
      ...command
    }: YearCommand<{
      readonly stage: Exclude<ValueStage, 'self'>;
      readonly wanted: readonly WantedValue[];
      /** The boards that the person belongs to by name. */
      readonly actorBoards: readonly string[];
    }>): Promise<OnceResult<{ set: number }>> {
      const led = await ledYears.get(yearOfCommand(command));
      return runOnce(nameOfCommand(command), async (session) => {
        checkOpen(stage, await stateOf(led.name, session));
        return write(session, {
          stage,
          keeper: led.name,
          set: led.set,
          by: led.acting,
          actor,
          actorBoards,
          cause: `http:${command.key}`,
          wanted,
        });
      });
    },
  };
}

export type ValueSettingUse = ReturnType<typeof createValueSetting>;
