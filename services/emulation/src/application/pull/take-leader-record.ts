import { emulationEvents } from '@kcn/contracts';
import type { Clock, Instant } from '@kcn/kernel';
import { precondition } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import { judgeFailure } from '../../domain/pull/call-failure';
import type { CallFailure } from '../../domain/pull/call-failure';
import type { PeerAnswer } from '../../domain/pull/judge-answer';
import { admitAnswered, MAX_SHEETS_PER_ANSWER } from '../../domain/pull/judge-answer';
import type { Seal } from '../../domain/keys/seal';
import type { SheetHistory } from '../../domain/sheets/history';
import { judgeLeaderRecord } from '../../domain/sheets/judge-leader-record';
import type { Verdict, VerdictDetail } from '../../domain/sheets/verdict';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import { unknownBloc } from '../bloc/score-bloc-year';
import type { ReceivedLeaderRecord, ReceivedLeaderRecords } from '../sheets/leader-record-ports';
import type { SignedRevisions } from '../sheets/ports';
import type { MemberFiles } from './ports';
import { NO_FILE } from './ports';

export interface LeaderRecordTakingOptions {
  readonly versions: BlocVersions;
  /** Under the member's own board: what it believes of its leader's keys. */
  readonly files: MemberFiles;
  readonly received: ReceivedLeaderRecords;
  readonly revisions: SignedRevisions;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly seal: Seal;
  readonly clock: Clock;
  /** Absent where no addresses of other boards are configured. */
  readonly ask:
    | ((question: {
        readonly leader: string;
        readonly bloc: string;
        readonly year: number;
        readonly since: number;
        readonly timeoutMs: number;
        readonly signal: AbortSignal;
      }) => Promise<PeerAnswer | CallFailure>)
    | undefined;
}

export interface TakenLeaderRecord {
  readonly verdict: Verdict | null;
  readonly counts: boolean;
  readonly revision: number | null;
  readonly sha256: string | null;
  readonly details: readonly VerdictDetail[];
}

/** Of the one call: whoever asks waits for it. */
const TIMEOUT_MS = 10_000;

/** A member asks its leader's deployment for the leader's record, judges it, and keeps it as it came with its verdict. */
export function createLeaderRecordTaking(options: LeaderRecordTakingOptions) {
  const { versions, files, received, revisions, log, runOnce, seal, clock, ask } = options;

  const historyOf = (kept: readonly ReceivedLeaderRecord[]): SheetHistory => {
    const links = kept.flatMap(({ revision, sha256, counts }) =>
      revision !== null && sha256 !== null ? [{ revision, sha256, counts }] : [],
    );
    const known = links.map(({ revision, sha256 }) => ({ revision, sha256 }));
    const last = links.findLast(({ counts }) => counts);
    return { known, ...(last ? { lastAccepted: { revision: last.revision, sha256: last.sha256 } } : {}) };
  };

  return {
    /**
     * @returns the newest verdict; null where the leader has published nothing newer
     * @throws DomainError not_found `unknown_bloc`; precondition `no_peers`, `leader_not_pinned`; invalid `idempotency_key_reused`
     */
    async take({
      actor,
      bloc: id,
      year,
      ...command
    }: CommandName & BlocYear & { readonly actor: string }): Promise<OnceResult<TakenLeaderRecord>> {
      const name: BlocYear = { board: command.board, bloc: id, year };
      const kept = await versions.last(name);
      if (!kept) throw unknownBloc(name);
      const { bloc, criteria, criteriaText } = await readKeptSet(kept.files);
      if (ask === undefined)
        throw precondition('no_peers', { vi: 'Chưa cấu hình địa chỉ của các ban khác', en: 'No addresses of other boards are configured' });
      const { leader } = bloc;
      const leaderName = { ...name, member: leader };
      if (((await files.find(leaderName))?.keys ?? []).length === 0)
        throw precondition('leader_not_pinned', {
          vi: 'Chưa ghim khóa của Khối trưởng theo giao ước',
          en: 'The leader’s key of the pledge is not pinned here',
        });
      const since = historyOf(await received.list(name)).lastAccepted?.revision ?? 0;
      const question = { leader, bloc: id, year, since, timeoutMs: TIMEOUT_MS, signal: AbortSignal.timeout(TIMEOUT_MS) };
      const answer = await ask(question);
      const receivedAt: Instant = clock.now();
      return runOnce<TakenLeaderRecord>(command, async (session) => {
        if ('kind' in answer) {
          const { verdict, counts, details } = judgeFailure(answer);
          return { response: { verdict, counts, revision: null, sha256: null, details } };
        }
        const before = (await files.find(leaderName, session)) ?? NO_FILE;
        const { keys } = await admitAnswered({ member: leader, known: before.keys, keySet: answer.keySet, receivedAt }, seal);
        let all = await received.list(name, session);
        const ownSheet = await revisions.last(session, name);
        const taken: ReceivedLeaderRecord[] = [];
        for (const jws of answer.sheets.slice(0, MAX_SHEETS_PER_ANSWER)) {
          const { verdict, counts, details, record, sha256 } = await judgeLeaderRecord(
            {
              ...{ received: jws, receivedAt, keys, history: historyOf(all) },
              scope: {
                ...{ bloc: bloc.id, leader, year: bloc.year, period: bloc.period, criteriaVersion: criteria.version },
                criteriaSha256: seal.sha256(seal.canonicalText(JSON.parse(criteriaText))),
              },
              ...(ownSheet ? { ownSheet: { member: name.board, revision: ownSheet.revision, sha256: ownSheet.sha256 } } : {}),
            },
            seal,
          );
          const one: ReceivedLeaderRecord = {
            ...{ ...name, version: all.length + 1, receivedAt, jws, verdict, counts, details: details.slice(0, 200) },
            ...{ revision: record?.revision ?? null, sha256: sha256 ?? null },
          };
          taken.push(one);
          all = [...all, one];
        }
        const newest = taken.at(-1);
        if (!newest) return { response: { verdict: null, counts: false, revision: null, sha256: null, details: [] } };
        const { lastPosition, recordedAt } = await log.append(
          session,
          name.board,
          taken.map((one) => ({
            aggregate: `leader-record-received:${id}/${year.toString()}`,
            aggregateVersion: one.version,
            type: emulationEvents.leaderRecordJudged.type,
            payload: emulationEvents.leaderRecordJudged.codec
              .encode({
                ...{ bloc: id, year, leader, verdict: one.verdict, counts: one.counts, sha256: one.sha256 ?? '' },
                revision: one.revision ?? undefined,
                details: one.details.map(({ code, at = '', expected = '', actual = '' }) => ({ code, at, expected, actual })),
                // Beside the event they are kept whole.
                received: one.jws.byteLength <= 600_000 ? Buffer.from(one.jws) : Buffer.alloc(0),
              })
              .finish(),
            ...{ actor, cause: `http:${command.key}` },
          })),
        );
        await received.insert(session, taken);
        const { verdict, counts, revision, sha256, details } = newest;
        return { response: { verdict, counts, revision, sha256, details }, lastPosition, recordedAt };
      });
    },
  };
}

export type LeaderRecordTaking = ReturnType<typeof createLeaderRecordTaking>;
