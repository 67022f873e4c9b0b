import type { Instant, PlainDate } from '@kcn/kernel';
import { findPeriod, findPlainDate } from '@kcn/kernel';
import type { Bloc } from '../bloc/bloc';
import { rolesOf } from '../bloc/bloc';
import type { ScoreRow } from '../bloc/score-rows';
import type { Criteria } from '../criteria/criteria';
import { blocText, codeText, decimalText, instantText, memberText, sha256Text } from '../documents/fields';
import type { Reader } from '../documents/strict-json';
import { integerOf, listOf, literalOf, objectOf, orNull, textOf } from '../documents/strict-json';
import { formatFraction } from '@kcn/kernel/fraction';
import type { KnownRevision } from './history';

export const LEADER_RECORD_FORMAT = 'emulation-leader-record/1';
export const MAX_LEADER_RECORD_BYTES = 4 * 1_048_576;

/** What the checkers found on a criterion, a penalty (units) or a veto (1). */
export interface VerifiedEntry {
  readonly code: string;
  /** Null with a reason is a dispute: the computed points count. */
  readonly value: string | null;
  readonly checkedBy: string | null;
  readonly reason: string | null;
}

export interface MemberRecord {
  readonly member: string;
  /** The accepted sheet that the verified values stand against; null where none came. */
  readonly sheet: KnownRevision | null;
  /** Why the freeze goes on without a sheet. */
  readonly missingReason: string | null;
  readonly roles: readonly string[];
  readonly steps: readonly { readonly step: string; readonly date: PlainDate | null }[];
  readonly criteria: readonly VerifiedEntry[];
  readonly notApplicable: readonly string[];
  readonly penalties: readonly VerifiedEntry[];
  readonly vetoes: readonly VerifiedEntry[];
}

/** The second document: what is the leader's to say about each member, signed by the leader. */
export interface LeaderRecord {
  readonly format: typeof LEADER_RECORD_FORMAT;
  readonly bloc: string;
  readonly leader: string;
  readonly year: number;
  readonly period: string;
  readonly criteriaVersion: string;
  readonly criteriaSha256: string;
  readonly revision: number;
  /** Of the canonical form of the revision before; null for the first. */
  readonly previousSha256: string | null;
  readonly signedAt: Instant;
  readonly members: readonly MemberRecord[];
}

const reasonText = textOf({ max: 2_000 });
const verifiedEntries = listOf(
  objectOf({ code: codeText, value: orNull(decimalText), checkedBy: orNull(memberText), reason: orNull(reasonText) }),
  {
    max: 1_000,
    keyOf: ({ code }) => code,
  },
);
const dateText: Reader<PlainDate> = (value, at) =>
  textOf({ max: 10, isValid: (text) => findPlainDate(text) !== undefined })(value, at) as PlainDate;

const memberRecord: Reader<MemberRecord> = objectOf({
  member: memberText,
  sheet: orNull(objectOf({ revision: integerOf({ from: 1, to: 1_000_000 }), sha256: sha256Text })),
  missingReason: orNull(reasonText),
  roles: listOf(codeText, { max: 10, keyOf: (role) => role }),
  steps: listOf(objectOf({ step: codeText, date: orNull(dateText) }), { max: 50, keyOf: ({ step }) => step }),
  criteria: verifiedEntries,
  notApplicable: listOf(codeText, { max: 1_000, keyOf: (code) => code }),
  penalties: verifiedEntries,
  vetoes: verifiedEntries,
});

const leaderRecord: Reader<LeaderRecord> = objectOf({
  format: literalOf(LEADER_RECORD_FORMAT),
  bloc: blocText,
  leader: memberText,
  year: integerOf({ from: 1900, to: 2199 }),
  period: textOf({ max: 20, isValid: (text) => findPeriod(text) !== undefined }),
  criteriaVersion: codeText,
  criteriaSha256: sha256Text,
  revision: integerOf({ from: 1, to: 1_000_000 }),
  previousSha256: orNull(sha256Text),
  signedAt: instantText,
  members: listOf(memberRecord, { max: 200, keyOf: ({ member }) => member }),
});

/** @throws DomainError invalid `bad_document` */
export const readLeaderRecord = (value: unknown): LeaderRecord => leaderRecord(value, '');

export interface ComposeLeaderRecordInput {
  readonly criteria: Criteria;
  readonly criteriaSha256: string;
  readonly bloc: Bloc;
  /** Of all members, with the checkers' values. */
  readonly rows: readonly ScoreRow[];
  /** The accepted sheet of each member that has one. */
  readonly sheets: ReadonlyMap<string, KnownRevision>;
  /** The leader's reason for each member without one. */
  readonly missingReasons?: ReadonlyMap<string, string>;
  readonly previous?: KnownRevision;
  readonly signedAt: Instant;
}

/** The record as it follows from the leader's own data. Rows that say nothing of the leader's (self-scores alone) stay out. */
export function composeLeaderRecord(input: ComposeLeaderRecordInput): LeaderRecord {
  const { criteria, criteriaSha256, bloc, rows, sheets, missingReasons, previous, signedAt } = input;
  const codesOf = (items: readonly { readonly code: string }[]): ReadonlySet<string> => new Set(items.map(({ code }) => code));
  const [criterionCodes, penaltyCodes, vetoCodes] = [criteria.criteria, criteria.penalties, criteria.vetoes].map(codesOf);
  return {
    format: LEADER_RECORD_FORMAT,
    bloc: bloc.id,
    leader: bloc.leader,
    year: bloc.year,
    period: bloc.period,
    criteriaVersion: criteria.version,
    criteriaSha256,
    revision: (previous?.revision ?? 0) + 1,
    previousSha256: previous?.sha256 ?? null,
    signedAt,
    members: bloc.members.map(({ id, steps }) => {
      const own = rows.filter(({ member }) => member === id);
      const entries = (codes: ReadonlySet<string> = new Set()): readonly VerifiedEntry[] =>
        own.filter(({ code }) => codes.has(code)).flatMap(toEntry);
      return {
        member: id,
        sheet: sheets.get(id) ?? null,
        missingReason: missingReasons?.get(id) ?? null,
        roles: rolesOf(bloc, id),
        steps: [...bloc.deadlines.keys()].map((step) => ({ step, date: steps.get(step) ?? null })),
        criteria: entries(criterionCodes),
        notApplicable: own.filter(({ notApplicable }) => notApplicable).map(({ code }) => code),
        penalties: entries(penaltyCodes),
        vetoes: entries(vetoCodes),
      };
    }),
  };
}

function toEntry({ code, verified, checkedBy, reason }: ScoreRow): readonly VerifiedEntry[] {
  if (verified === undefined && checkedBy === undefined) return [];
  return [{ code, value: verified ? formatFraction(verified) : null, checkedBy: checkedBy ?? null, reason: reason ?? null }];
}
