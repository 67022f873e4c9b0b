import { createHash } from 'node:crypto';
import { emulationEvents, emulationYearEvents } from '@kcn/contracts';
import type { Session } from '@kcn/messaging';
import { resultDifferences } from '../../domain/cycle/result-differences';
import type { ResultDifference } from '../../domain/cycle/result-differences';
import { printResult } from '../../domain/result/print-result';
import type { BlocResult } from '../../domain/result/score-bloc';
import type { BlocYear } from '../bloc/ports';
import type { Logged, YearLog } from '../cycle/year-log';
import { yearUnit } from '../cycle/year-log';
import type { FrozenFigures } from '../emulation-figures/record-figures';
import type { FreezeOccasion, FrozenRankings } from './ports';

export interface RevisionKeepingOptions {
  readonly rankings: FrozenRankings;
  readonly record: YearLog;
  readonly recordFigures: (session: Session, frozen: FrozenFigures) => Promise<void>;
}

export interface NewRevision {
  readonly name: BlocYear;
  readonly occasion: FreezeOccasion;
  readonly result: BlocResult;
  readonly blocVersion: number;
  readonly missingReasons: ReadonlyMap<string, string>;
  /** Member to the hash of the sheet, or of the summary, that its figures come from. */
  readonly figureSources: ReadonlyMap<string, string>;
  readonly hosted: readonly string[];
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string | undefined;
}

export interface KeptRevision {
  readonly revision: number;
  readonly sha256: string;
  readonly differences: readonly ResultDifference[];
  readonly logged: Logged;
}

/** Keeps a result for ever: bytes, hash, events, and what it says of the figures of the members hosted here, in one transaction. */
export const createRevisionKeeping =
  ({ rankings, record, recordFigures }: RevisionKeepingOptions) =>
  async (session: Session, given: NewRevision): Promise<KeptRevision> => {
    const { name, occasion, result, blocVersion, missingReasons, figureSources, hosted, actor, cause, reason } = given;
    const before = await rankings.last(name, session);
    const revision = (before?.revision ?? 0) + 1;
    const printed = printResult(result);
    const bytes = Buffer.from(JSON.stringify(printed));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const differences = before ? resultDifferences(before.result, result) : [];
    const { bloc, year } = name;
    const logged = await record(session, { board: name.board, unit: yearUnit(name), actor, cause }, [
      {
        type: emulationYearEvents.frozen.type,
        payload: emulationYearEvents.frozen.codec
          .encode({
            ...{ bloc, year, revision, occasion, sha256, blocVersion },
            sources: Object.fromEntries(figureSources),
            missing: Object.fromEntries(missingReasons),
          })
          .finish(),
        ...(reason === undefined ? {} : { reason }),
      },
      {
        type: emulationEvents.ranked.type,
        payload: emulationEvents.ranked.codec
          .encode({
            ...{ bloc, year, sha256, period: printed.period, criteriaVersion: printed.criteriaVersion, provisional: false },
            places: printed.ranking.map(({ member, rank, total, award }) => ({
              member,
              award,
              rank: rank ?? undefined,
              total: total ?? '',
            })),
            missing: [...result.ranking.missing],
          })
          .finish(),
      },
    ]);
    await rankings.insert(session, {
      ...{
        ...name,
        revision,
        occasion,
        frozenAt: logged.at,
        actor,
        bytes,
        sha256,
        blocVersion,
        result,
        missingReasons,
        figureSources,
        hosted,
        differences,
      },
    });
    await recordFigures(session, { result, hosted, actor, cause });
    return { revision, sha256, differences, logged };
  };

export type KeepRevision = ReturnType<typeof createRevisionKeeping>;
