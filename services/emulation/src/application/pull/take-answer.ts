import { createHash } from 'node:crypto';
import { emulationEvents } from '@kcn/contracts';
import type { Instant } from '@kcn/kernel';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import { sheetCounts } from '../../domain/cycle/freeze';
import type { WorkingDays } from '../../domain/cycle/working-days';
import type { CycleState } from '../../domain/cycle/year-cycle';
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
import type { KeptMemberFile, MemberFileChange, MemberFiles, MemberYear, Receipt, ReceivedSheet, ReceivedSheets } from './ports';

export interface AnswerTakingOptions {
  readonly files: MemberFiles;
  readonly received: ReceivedSheets;
  readonly log: EventLog;
  readonly seal: Seal;
  readonly workingDays: WorkingDays;
  /** After the freeze a sheet is kept as it came and changes nothing, until the leader re-opens. */
  readonly stateOf: (name: BlocYear, session: Session) => Promise<CycleState>;
}

/** How an answer came. */
interface Arrival extends Pick<ReceivedSheet, 'via' | 'actor' | 'cause' | 'receivedAt'> {
  /** Of the pull; null where nothing ends, as when a file is handed in. */
  readonly deadline: Instant | null;
}

/** What is kept of findings: a member that means harm must not fill the leader's database. */
const KEPT_DETAILS = 200;
const KEPT_TEXT = 300;
/** In the log an event has less room than a sheet may take; then the bytes lie beside it alone. */
const LOGGED_BYTES = 600_000;

/** What came from one member, and how. */
export interface Arrived {
  readonly member: string;
  readonly answer: PeerAnswer;
  readonly arrival: Arrival;
}

/** What an answer comes to. */
interface Taken {
  readonly verdicts: readonly Verdicted[];
  readonly events: readonly NewEvent[];
  readonly kept: readonly ReceivedSheet[];
  readonly change: MemberFileChange;
}

/** Judges what came from members and keeps it: bytes, proof, verdicts and events of all of them in one transaction. */
export function createAnswerTaking(options: AnswerTakingOptions) {
  const { files, received, log, seal, workingDays, stateOf } = options;

  async function judge({ set, version: blocVersion }: LeaderYear, name: MemberYear, one: Arrived, known: Known): Promise<Taken> {
    const { bloc, criteria } = set;
    const { answer, arrival } = one;
    const { deadline, receivedAt } = arrival;
    const before = known.file ?? NO_FILE;
    const judged = await judgeAnswer(
      {
        ...{ file: before, answer, receivedAt, agreed: before.agreed },
        ...(deadline === null ? {} : { deadline }),
        scope: {
          ...{ bloc: bloc.id, member: name.member, year: bloc.year, period: bloc.period, criteriaVersion: criteria.version },
          criteriaSha256: criteriaSha256Of(set, seal),
        },
        checkPoints: createCheckPoints({ criteria, bloc, workingDays }),
      },
      seal,
    );
    const verdicts = judged.judgements.map(trim).map((verdict) => (known.frozen ? { ...verdict, counts: false } : verdict));
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
      if (known.newest?.jwsSha256 === jwsSha256 && known.newest.verdict === verdict.verdict && known.newest.counts === verdict.counts)
        return [];
      version += 1;
      return [
        {
          ...name,
          ...arrival,
          ...{ version, jws, jwsSha256, lastAccepted, blocVersion },
          keySet: answer.keySet,
          keys: evidenceKeys(judged),
          ...{ verdict: verdict.verdict, counts: verdict.counts, details: verdict.details },
          ...{ revision: verdict.revision ?? null, sha256: verdict.sha256 ?? null, keyThumbprint: verdict.keyThumbprint ?? null },
        },
      ];
    });
    const { lastAccepted: _last, ...revisions } = judged.file.history;
    const history = known.frozen
      ? { ...revisions, ...(before.history.lastAccepted && { lastAccepted: before.history.lastAccepted }) }
      : judged.file.history;
    const events = kept.map(judgedEvent);
    if (JSON.stringify(before.keys) !== JSON.stringify(judged.file.keys)) {
      version += 1;
      events.push(keysEvent({ ...name, ...arrival, version }, judged.file.keys, answer.keySet));
    }
    return { verdicts, events, kept, change: { member: name.member, before, after: { ...before, ...judged.file, history, version } } };
  }

  /** @param arrived each of another member @returns the verdicts, in the same order */
  return async function take(
    session: Session,
    name: BlocYear,
    leading: LeaderYear,
    arrived: readonly Arrived[],
  ): Promise<readonly (readonly Verdicted[])[]> {
    const members = arrived.map(({ member }) => member);
    const before = await files.findAll(name, members, session);
    const newest = await received.newest(name, members, session);
    const frozen = !sheetCounts(await stateOf(name, session));
    const taken: Taken[] = [];
    for (const one of arrived) {
      const { member } = one;
      taken.push(await judge(leading, { ...name, member }, one, { file: before.get(member), newest: newest.get(member), frozen }));
    }
    const changed = taken.filter(({ events }) => events.length > 0);
    if (changed.length > 0) {
      await log.append(
        session,
        name.board,
        changed.flatMap(({ events }) => events),
      );
      const kept = changed.flatMap((one) => one.kept);
      if (kept.length > 0) await received.insert(session, kept);
      await files.saveAll(
        session,
        name,
        changed.map(({ change }) => change),
      );
    }
    return taken.map(({ verdicts }) => verdicts);
  };
}

/** What is kept of a member before an answer of its is taken. */
interface Known {
  readonly file: KeptMemberFile | undefined;
  readonly newest: Receipt | undefined;
  readonly frozen: boolean;
}

/** A set of files is read once and judged by many times. */
const criteriaHashes = new WeakMap<LeaderYear['set'], string>();
function criteriaSha256Of(set: LeaderYear['set'], seal: Seal): string {
  const known = criteriaHashes.get(set) ?? seal.sha256(seal.canonicalText(JSON.parse(set.criteriaText)));
  criteriaHashes.set(set, known);
  return known;
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
