import type { Clock, PlainDate } from '@kcn/kernel';
import { forbidden, precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import { freezeScores } from '../../domain/cycle/freeze';
import type { ResultDifference } from '../../domain/cycle/result-differences';
import type { CycleState } from '../../domain/cycle/year-cycle';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import type { AsOf, BlocScoring, ResultSources } from '../bloc/score-bloc-year';
import type { LedYears } from '../cycle/find-led-year';
import type { UnitVersions } from '../cycle/ports';
import type { YearCommand } from '../cycle/run-year';
import { nameOfCommand, yearOfCommand } from '../cycle/run-year';
import type { YearSteps } from '../cycle/take-year-step';
import type { MemberFiles } from '../pull/ports';
import { valuesUnit } from '../values/set-values';
import type { KeepRevision } from './keep-revision';
import type { FrozenRankings } from './ports';

export interface FreezingOptions {
  readonly versions: Pick<BlocVersions, 'last' | 'names'>;
  readonly ledYears: LedYears;
  readonly steps: YearSteps;
  readonly scoring: Pick<BlocScoring, 'score'>;
  readonly files: Pick<MemberFiles, 'list'>;
  readonly units: UnitVersions;
  readonly rankings: Pick<FrozenRankings, 'last'>;
  readonly keep: KeepRevision;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
}

export interface FreezeWish {
  /** The leader's reason for each member that is missing. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly reason?: string | undefined;
  readonly on?: PlainDate | undefined;
  readonly mayKnow: AsOf['mayKnow'];
}

export interface FreezeAnswer {
  readonly state: CycleState;
  readonly revision: number;
  readonly sha256: string;
  readonly missing: readonly string[];
  readonly differences: readonly ResultDifference[];
}

/** Where each member's figures come from: its sheet, or the summary of reporting. */
const sourcesOf = ({ members }: ResultSources): ReadonlyMap<string, string> =>
  new Map(members.map(({ member, sheet, summarySha256 }) => [member, sheet?.sha256 ?? summarySha256]));

/** Freezes a bloc's scores: from here on no sheet, value or file changes what was ranked. */
export function createFreezing(options: FreezingOptions) {
  const { versions, ledYears, steps, scoring, files, units, rankings, keep, runOnce, clock } = options;

  /** Changes whenever anything that the score is made from here does. */
  const basisOf = async (name: BlocYear): Promise<string> =>
    JSON.stringify([
      (await versions.last(name))?.version,
      (await files.list(name)).map(({ member, version }) => [member, version]),
      await units.last(name.board, valuesUnit(name)),
    ]);

  /** The members whose figures are kept in this deployment; the others learn their place from what is published. */
  async function hostedHere(name: BlocYear, { members }: ResultSources): Promise<readonly string[]> {
    const keepers = (await versions.names({ bloc: name.bloc, year: name.year })).map(({ board }) => board);
    return [...new Set([...keepers, ...members.filter(({ sheet, asOf }) => !sheet && asOf !== null).map(({ member }) => member)])];
  }

  return {
    /**
     * @throws DomainError not_found `unknown_bloc`; forbidden `not_your_step`; precondition `freeze_blocked` with who is missing
     *   without a reason and which value has none, `step_not_allowed`, `changed_meanwhile`; what the source of the figures throws
     */
    async freeze({ actor, reasons, reason, on, mayKnow, ...command }: YearCommand<FreezeWish>): Promise<OnceResult<FreezeAnswer>> {
      const led = await ledYears.get(yearOfCommand(command));
      const { name } = led;
      if (led.acting !== name.board)
        throw forbidden('not_your_step', { vi: 'Chốt điểm là việc của Khối trưởng', en: 'The freeze is the leader’s' });
      const basis = await basisOf(name);
      const { result, sources } = await scoring.score({ ...name, asOf: undefined, mayKnow });
      const hosted = await hostedHere(name, sources);
      const cause = `http:${command.key}`;
      return runOnce(nameOfCommand(command), async (session) => {
        const { cycle } = await steps.take(session, led, {
          ...{ action: 'freeze', by: led.acting, today: vietnamDay(clock.now()), on, reason, actor, cause },
        });
        const known = sourcesOf(sources);
        const accepted = new Map([...known].filter(([member]) => !result.ranking.missing.includes(member)));
        const { missing } = freezeScores({ bloc: result.bloc, accepted, reasons, errors: result.errors });
        if ((await basisOf(name)) !== basis)
          throw precondition('changed_meanwhile', {
            vi: 'Dữ liệu vừa thay đổi trong khi chấm, hãy chốt lại',
            en: 'Something changed while the scores were computed; freeze again',
          });
        const occasion = (await rankings.last(name, session)) ? 're-freeze' : 'freeze';
        const { revision, sha256, differences, logged } = await keep(session, {
          ...{
            name,
            occasion,
            result,
            blocVersion: sources.version,
            missingReasons: missing,
            figureSources: accepted,
            hosted,
            actor,
            cause,
            reason,
          },
        });
        const response = { state: cycle.state, revision, sha256, missing: [...missing.keys()], differences };
        return { response, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
      });
    },
  };
}

export type Freezing = ReturnType<typeof createFreezing>;
