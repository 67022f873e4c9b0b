import type { Instant } from '@kcn/kernel';
import { DomainError } from '@kcn/kernel';
import type { MemberKey } from '../keys/member-key';
import type { Seal } from '../keys/seal';
import type { SheetHistory } from './history';
import { checkHistory } from './history';
import type { SheetScope } from './judge-sheet';
import type { LeaderRecord } from './leader-record';
import { MAX_LEADER_RECORD_BYTES, readLeaderRecord } from './leader-record';
import type { Judgement } from './verdict';
import { detail, judgement } from './verdict';
import { endedKey, verifySigned } from './verify-signed';

export interface JudgeLeaderRecordInput {
  readonly received: Uint8Array;
  readonly receivedAt: Instant;
  readonly scope: Omit<SheetScope, 'member'> & { readonly leader: string };
  /** The leader's, as they were pinned at the pledge. */
  readonly keys: readonly MemberKey[];
  readonly history: SheetHistory;
  /** What this member handed in itself, if it is a member that asks: the record must stand against exactly that. */
  readonly ownSheet?: { readonly member: string; readonly revision: number; readonly sha256: string };
}

export type LeaderRecordJudgement = Omit<Judgement, 'sheet'> & { readonly record?: LeaderRecord };

/**
 * What a member makes of the leader's record: the same checks as of a sheet, in the same order, and last whether the record
 * stands against the sheet that the member signed → figures-differ, shown.
 */
export async function judgeLeaderRecord(input: JudgeLeaderRecordInput, seal: Seal): Promise<LeaderRecordJudgement> {
  const { received, receivedAt, scope, keys, history, ownSheet } = input;
  const verified = await verifySigned({ received, keys, maxBytes: MAX_LEADER_RECORD_BYTES }, seal);
  if ('refusal' in verified) return verified.refusal;
  const { document, key } = verified;
  const read = readContent(document.value);
  if ('refusal' in read) return read.refusal;
  const { record } = read;
  const known = { record, sha256: document.sha256, keyThumbprint: key.thumbprint };

  const ended = endedKey(key, { receivedAt, signedAt: record.signedAt });
  if (ended) return { ...judgement(ended.verdict, ended.details), ...known };
  const outOfScope = (['bloc', 'leader', 'year', 'period', 'criteriaVersion', 'criteriaSha256'] as const)
    .filter((name) => record[name] !== scope[name])
    .map((name) => detail('other-scope', { at: name, expected: String(scope[name]), actual: String(record[name]) }));
  if (outOfScope.length > 0) return { ...judgement('wrong-scope', outOfScope), ...known };
  const { revision, previousSha256 } = record;
  const chain = checkHistory(history, { revision, sha256: document.sha256, previousSha256 });
  if (chain.verdict) return { ...judgement(chain.verdict, chain.details), ...known };
  const differing = ownSheet ? otherSheet(record, ownSheet) : [];
  return { ...judgement(differing.length > 0 ? 'figures-differ' : 'accepted', [...differing, ...chain.details]), ...known };
}

function otherSheet(record: LeaderRecord, { member, sha256 }: NonNullable<JudgeLeaderRecordInput['ownSheet']>): Judgement['details'] {
  const taken = record.members.find((one) => one.member === member)?.sheet?.sha256;
  return taken === sha256 ? [] : [detail('leader-record-differs', { at: `sheet ${member}`, expected: sha256, actual: taken ?? 'null' })];
}

function readContent(value: unknown): { readonly record: LeaderRecord } | { readonly refusal: Judgement } {
  try {
    return { record: readLeaderRecord(value) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refusal: judgement('bad-signature', [detail('malformed', { at: String(error.params['at'] ?? ''), actual: error.en })]) };
  }
}
