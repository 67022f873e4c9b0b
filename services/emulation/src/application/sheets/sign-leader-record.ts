import { emulationEvents } from '@kcn/contracts';
import type { Clock } from '@kcn/kernel';
import { instantFromDate, notFound, precondition } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import type { Seal } from '../../domain/keys/seal';
import type { KnownRevision } from '../../domain/sheets/history';
import { composeLeaderRecord } from '../../domain/sheets/leader-record';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import type { RecordedInput } from '../bloc/score-bloc-year';
import { readLeaderYear } from '../pull/leader-year';
import type { MemberFiles } from '../pull/ports';
import type { LeaderRecords } from './leader-record-ports';
import type { Signer } from './ports';

export interface LeaderRecordSigningOptions {
  readonly versions: BlocVersions;
  readonly files: Pick<MemberFiles, 'list'>;
  readonly records: LeaderRecords;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly signerOf: (board: string) => Promise<Signer | undefined>;
  /** What was recorded in the year, in the place of what its files say. */
  readonly withRecorded: (name: BlocYear, input: RecordedInput, asOf: undefined) => Promise<RecordedInput>;
  /** The leader's reason for each member that a freeze went on without. */
  readonly missingReasonsOf: (name: BlocYear) => Promise<ReadonlyMap<string, string>>;
}

export interface LeaderRecordAnswer {
  readonly revision: number;
  readonly sha256: string;
  readonly key_thumbprint: string;
}

/** Publishes what is the leader's to say about each member, signed by the leader: as it stands, as the revision after the last. */
export function createLeaderRecordSigning(options: LeaderRecordSigningOptions) {
  const { versions, files, records, log, runOnce, seal, clock, signerOf, withRecorded, missingReasonsOf } = options;
  return {
    /** @throws DomainError not_found `unknown_bloc`; precondition `no_signing_key`; invalid `idempotency_key_reused` */
    async sign({
      actor,
      bloc: id,
      year,
      ...command
    }: CommandName & BlocYear & { readonly actor: string }): Promise<OnceResult<LeaderRecordAnswer>> {
      const name: BlocYear = { board: command.board, bloc: id, year };
      const { set } = await readLeaderYear(versions, name);
      const signer = await signerOf(name.board);
      if (!signer)
        throw precondition('no_signing_key', { vi: 'Chưa cấu hình khóa ký của ban', en: "The board's signing key is not configured" });
      const { bloc, rows } = await withRecorded(name, set, undefined);
      const missingReasons = await missingReasonsOf(name);
      return runOnce(command, async (session) => {
        const sheets = new Map(
          (await files.list(name)).flatMap(({ member, history }): [string, KnownRevision][] =>
            history.lastAccepted ? [[member, history.lastAccepted]] : [],
          ),
        );
        const previous = await records.last(name, session);
        const record = composeLeaderRecord({
          ...{ criteria: set.criteria, bloc, rows, sheets, missingReasons, signedAt: clock.now() },
          criteriaSha256: seal.sha256(seal.canonicalText(JSON.parse(set.criteriaText))),
          ...(previous ? { previous } : {}),
        });
        const { jws, keyThumbprint } = await signer.sign(record);
        const sha256 = seal.sha256(seal.canonicalText(record));
        const { revision, previousSha256, criteriaVersion } = record;
        const { lastPosition, recordedAt } = await log.append(session, name.board, [
          {
            aggregate: `leader-record:${id}/${year.toString()}`,
            aggregateVersion: revision,
            type: emulationEvents.leaderRecordSigned.type,
            payload: emulationEvents.leaderRecordSigned.codec
              .encode({
                ...{ bloc: id, year, revision, sha256, criteriaVersion, keyThumbprint },
                previousSha256: previousSha256 ?? '',
                jws: Buffer.from(jws),
              })
              .finish(),
            ...{ actor, cause: `http:${command.key}` },
          },
        ]);
        await records.insert(session, { ...name, revision, sha256, keyThumbprint, jws, actor, recordedAt: instantFromDate(recordedAt) });
        return { response: { revision, sha256, key_thumbprint: keyThumbprint }, lastPosition, recordedAt };
      });
    },

    /** The signed bytes. @throws DomainError not_found `unknown_leader_record` */
    async getRevision(name: BlocYear, revision: number) {
      const found = await records.find(name, revision);
      if (!found) throw notFound('unknown_leader_record', { vi: 'Không có hồ sơ này', en: 'There is no such record' });
      return found;
    },
  };
}

export type LeaderRecordSigning = ReturnType<typeof createLeaderRecordSigning>;
