import { createHash } from 'node:crypto';
import { emulationEvents } from '@kcn/contracts';
import type { Clock, Instant } from '@kcn/kernel';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import type { WorkingDays } from '../../domain/cycle/working-days';
import type { MemberKey } from '../../domain/keys/member-key';
import type { Seal } from '../../domain/keys/seal';
import { judgeAnswer } from '../../domain/pull/judge-answer';
import type { JudgedAnswer, PeerAnswer } from '../../domain/pull/judge-answer';
import type { Verdicted } from '../../domain/pull/pull';
import { createCheckPoints } from '../../domain/sheets/check-points';
import type { EvidenceKey } from '../../domain/sheets/evidence-file';
import type { Judgement, VerdictDetail } from '../../domain/sheets/verdict';
import type { BlocYear } from '../bloc/ports';
import type { LeaderYear } from './leader-year';
import { memberAggregate } from './pledge';
import { NO_FILE } from './ports';
import type { KeptMemberFile, MemberFiles, MemberYear, ReceivedSheet, ReceivedSheets } from './ports';

export interface AnswerTakingOptions {
  readonly files: MemberFiles;
  readonly received: ReceivedSheets;
  readonly log: EventLog;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly workingDays: WorkingDays;
}

/** How an answer came. */
interface Arrival extends Pick<ReceivedSheet, 'via' | 'actor' | 'cause'> {
  /** Of the pull; null where nothing ends, as when a file is handed in. */
  readonly deadline: Instant | null;
}

/** What is kept of findings: a member that means harm must not fill the leader's database. */
const KEPT_DETAILS = 200;
const KEPT_TEXT = 300;
/** In the log an event has less room than a sheet may take; then the bytes lie beside it alone. */
const LOGGED_BYTES = 600_000;

/** Judges what came from a member and keeps it: bytes, proof, verdict and event in one transaction. */
export function createAnswerTaking(options: AnswerTakingOptions) {
  const { files, received, log, seal, clock, workingDays } = options;

  return async function take(
    session: Session,
    { set, version: blocVersion }: LeaderYear,
    { name, answer, arrival }: { readonly name: MemberYear; readonly answer: PeerAnswer; readonly arrival: Arrival },
  ): Promise<readonly Verdicted[]> {
    const { bloc, criteria, criteriaText } = set;
    const before = (await files.find(name, session)) ?? NO_FILE;
    const receivedAt = clock.now();
    const { deadline } = arrival;
    const judged = await judgeAnswer(
      {
        ...{ file: before, answer, receivedAt, agreed: before.agreed },
        ...(deadline === null ? {} : { deadline }),
        scope: {
          ...{ bloc: bloc.id, member: name.member, year: bloc.year, period: bloc.period, criteriaVersion: criteria.version },
          criteriaSha256: seal.sha256(seal.canonicalText(JSON.parse(criteriaText))),
        },
        checkPoints: createCheckPoints({ criteria, bloc, workingDays }),
      },
      seal,
    );
    const verdicts = judged.judgements.map(trim);
    const last = await received.newest(name, session);
    let { version } = before;
    let accepted = before.history.lastAccepted;
    const kept = answer.sheets.slice(0, verdicts.length).flatMap((jws, index): readonly ReceivedSheet[] => {
      const verdict = verdicts[index];
      if (!verdict) return [];
      const jwsSha256 = createHash('sha256').update(jws).digest('hex');
      const lastAccepted = accepted ?? null;
      if (verdict.counts && verdict.revision !== undefined && verdict.sha256 !== undefined)
        accepted = { revision: verdict.revision, sha256: verdict.sha256 };
      // A member whose sheet was refused sends it again with every pull.
      if (last?.jwsSha256 === jwsSha256 && last.verdict === verdict.verdict) return [];
      version += 1;
      return [
        {
          ...name,
          ...arrival,
          ...{ version, receivedAt, jws, jwsSha256, lastAccepted, blocVersion },
          keySet: answer.keySet,
          keys: evidenceKeys(judged),
          ...{ verdict: verdict.verdict, counts: verdict.counts, details: verdict.details },
          ...{ revision: verdict.revision ?? null, sha256: verdict.sha256 ?? null, keyThumbprint: verdict.keyThumbprint ?? null },
        },
      ];
    });
    const events = kept.map(judgedEvent);
    if (JSON.stringify(before.keys) !== JSON.stringify(judged.file.keys)) {
      version += 1;
      events.push(keysEvent({ ...name, ...arrival, version }, judged.file.keys, answer.keySet));
    }
    if (events.length === 0) return verdicts;
    await log.append(session, name.board, events);
    if (kept.length > 0) await received.insert(session, kept);
    const after: KeptMemberFile = { ...before, ...judged.file, version };
    await files.save(session, name, { before, after });
    return verdicts;
  };
}

export type AnswerTaking = ReturnType<typeof createAnswerTaking>;

function trim({ sheet, details, ...judgement }: Judgement): Verdicted {
  const short = (text: string): string => (text.length > KEPT_TEXT ? `${text.slice(0, KEPT_TEXT)}…` : text);
  const shortened = details
    .slice(0, KEPT_DETAILS)
    .map(
      (detail) =>
        Object.fromEntries(Object.entries<string>({ ...detail }).map(([name, text]) => [name, short(text)])) as unknown as VerdictDetail,
    );
  return { ...judgement, details: shortened, ...(sheet ? { revision: sheet.revision } : {}) };
}

const evidenceKeys = ({ file }: JudgedAnswer): readonly EvidenceKey[] =>
  file.keys.flatMap(({ jwk, validFrom, validTo, revokedAt }) => (jwk ? [{ jwk, validFrom, validTo, revokedAt: revokedAt ?? null }] : []));

/** A key set that is read weighs less than an event may. */
const keysEvent = (
  { bloc, year, member, version, actor, cause }: Pick<ReceivedSheet, 'bloc' | 'year' | 'member' | 'version' | 'actor' | 'cause'>,
  keys: readonly MemberKey[],
  keySet: Uint8Array,
): NewEvent => ({
  aggregate: memberAggregate({ bloc, year, member }),
  aggregateVersion: version,
  type: emulationEvents.keysLearned.type,
  payload: emulationEvents.keysLearned.codec
    .encode({
      ...{ bloc, year, member, keySet: Buffer.from(keySet) },
      keys: keys.map(({ thumbprint, validFrom, validTo, revokedAt = '', rotatedTo = '' }) => ({
        ...{ thumbprint, validFrom, validTo, revokedAt, rotatedTo },
      })),
    })
    .finish(),
  ...{ actor, cause },
});

/** The event of a judged sheet, or of a member from which nothing came. */
export function judgedEvent(
  one: Pick<ReceivedSheet, keyof BlocYear | 'member' | 'version' | 'actor' | 'cause' | 'verdict' | 'counts' | 'details'> &
    Partial<Pick<ReceivedSheet, 'revision' | 'sha256' | 'jws'>>,
): NewEvent {
  const { bloc, member, year, verdict, counts, details, revision, sha256, jws } = one;
  return {
    aggregate: memberAggregate(one),
    aggregateVersion: one.version,
    type: emulationEvents.sheetJudged.type,
    payload: emulationEvents.sheetJudged.codec
      .encode({
        ...{ bloc, member, year, verdict, counts },
        revision: revision ?? undefined,
        sha256: sha256 ?? '',
        details: details.map(({ code, at = '', expected = '', actual = '' }) => ({ code, at, expected, actual })),
        received: jws && jws.byteLength <= LOGGED_BYTES ? Buffer.from(jws) : Buffer.alloc(0),
      })
      .finish(),
    actor: one.actor,
    cause: one.cause,
  };
}
