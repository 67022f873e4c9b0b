import { DomainError } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import { parseJsonBytes } from '../documents/strict-json';
import type { AdmittedKeys, RefusedStatement } from '../keys/admit-keys';
import { admitKeys } from '../keys/admit-keys';
import type { PublishedKeys } from '../keys/key-statements';
import { MAX_KEY_SET_BYTES, readPublishedKeys } from '../keys/key-statements';
import type { MemberKey } from '../keys/member-key';
import type { Seal } from '../keys/seal';
import type { AgreedFigure } from '../sheets/compare-figures';
import type { SheetHistory } from '../sheets/history';
import type { CheckPoints, SheetScope } from '../sheets/judge-sheet';
import { judgeSheet } from '../sheets/judge-sheet';
import type { SheetFigure } from '../sheets/sheet';
import type { Judgement } from '../sheets/verdict';

/** What a member answered: bytes, nothing believed yet. */
export interface PeerAnswer {
  /** JWS each, oldest first. */
  readonly sheets: readonly Uint8Array[];
  /** `emulation-keys/1` as JSON. */
  readonly keySet: Uint8Array;
}

/** What the leader keeps of a member's year. */
export interface MemberFile {
  readonly keys: readonly MemberKey[];
  readonly history: SheetHistory;
  /** Of the last accepted revision. */
  readonly acceptedFigures?: readonly SheetFigure[];
}

export interface JudgeAnswerInput {
  readonly file: MemberFile;
  readonly answer: PeerAnswer;
  readonly receivedAt: Instant;
  readonly deadline?: Instant;
  readonly scope: SheetScope;
  readonly agreed?: readonly AgreedFigure[];
  readonly checkPoints: CheckPoints;
}

export interface JudgedAnswer {
  readonly file: MemberFile;
  /** One per sheet, in the order they came. */
  readonly judgements: readonly Judgement[];
  readonly refusedStatements: readonly RefusedStatement[];
}

/** Sheets looked at in one answer; a member with more is asked again. */
export const MAX_SHEETS_PER_ANSWER = 20;

/**
 * Judges all that came from a member, one sheet after the other, each in the light of those before. A key set that cannot
 * be read adds no keys and nothing else: the sheets are judged by the keys that are known.
 */
export async function judgeAnswer(input: JudgeAnswerInput, seal: Seal): Promise<JudgedAnswer> {
  const { answer, receivedAt, scope, agreed = [], checkPoints, deadline } = input;
  const { keys, refused } = await admitAnswered({ member: scope.member, known: input.file.keys, keySet: answer.keySet, receivedAt }, seal);
  let file: MemberFile = { ...input.file, keys };
  const judgements: Judgement[] = [];
  for (const received of answer.sheets.slice(0, MAX_SHEETS_PER_ANSWER)) {
    const judged = await judgeSheet(
      {
        received,
        receivedAt,
        ...(deadline === undefined ? {} : { deadline }),
        scope,
        keys,
        history: file.history,
        acceptedFigures: file.acceptedFigures ?? [],
        agreed,
        checkPoints,
      },
      seal,
    );
    judgements.push(judged);
    file = filed(file, judged);
  }
  return { file, judgements, refusedStatements: refused };
}

/** What is believed of a board's keys once its key set has come; one that cannot be read adds nothing. */
export async function admitAnswered(
  {
    keySet,
    ...input
  }: { readonly member: string; readonly known: readonly MemberKey[]; readonly keySet: Uint8Array; readonly receivedAt: Instant },
  seal: Seal,
): Promise<AdmittedKeys> {
  const published = findPublishedKeys(keySet);
  return published ? admitKeys({ ...input, published }, seal) : { keys: input.known, refused: [] };
}

/** Verdicts after which the content is known to be the member's word for this scope, accepted or not. */
const IS_LINK = new Set(['accepted', 'figures-differ', 'points-mismatch', 'late']);

function filed(file: MemberFile, { verdict, counts, sheet, sha256 }: Judgement): MemberFile {
  if (!sheet || sha256 === undefined || !IS_LINK.has(verdict)) return file;
  const link = { revision: sheet.revision, sha256 };
  const isKnown = file.history.known.some((known) => known.sha256 === sha256);
  const known = isKnown ? file.history.known : [...file.history.known, link];
  return counts
    ? { ...file, history: { lastAccepted: link, known }, acceptedFigures: sheet.figures }
    : { ...file, history: { ...file.history, known } };
}

function findPublishedKeys(bytes: Uint8Array): PublishedKeys | undefined {
  const parsed = bytes.byteLength > MAX_KEY_SET_BYTES ? { fault: 'too-large' } : parseJsonBytes(bytes);
  if ('fault' in parsed) return undefined;
  try {
    return readPublishedKeys(parsed.value);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
