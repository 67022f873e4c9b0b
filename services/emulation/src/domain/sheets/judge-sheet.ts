import { DomainError } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { MemberKey } from '../keys/member-key';
import type { OpenedDocument, Seal } from '../keys/seal';
import type { AgreedFigure } from './compare-figures';
import { differingFigures } from './compare-figures';
import type { SheetHistory } from './history';
import { checkHistory } from './history';
import type { EmulationSheet, SheetFigure } from './sheet';
import { MAX_SHEET_BYTES, readSheet } from './sheet';
import type { Judgement, VerdictDetail } from './verdict';
import { detail, judgement } from './verdict';
import { endedKey, verifySigned } from './verify-signed';

/** Which sheet was asked for: any other is out of scope, however well it is signed. */
export interface SheetScope {
  readonly bloc: string;
  readonly member: string;
  readonly year: number;
  readonly period: string;
  readonly criteriaVersion: string;
  readonly criteriaSha256: string;
}

/** What computing a sheet's points anew brought to light. */
export interface PointsFinding {
  /** Operands or points that do not follow: the sheet is refused. */
  readonly mismatches: readonly VerdictDetail[];
  /** What only differs from the leader's own records: shown. */
  readonly remarks: readonly VerdictDetail[];
}
/** Computes every criterion's points again from the signed figures and operands. */
export type CheckPoints = (sheet: EmulationSheet) => PointsFinding;

export interface JudgeSheetInput {
  /** The JWS as it came. */
  readonly received: Uint8Array;
  /** By the receiver's clock. */
  readonly receivedAt: Instant;
  /** After it a sheet is late; absent where nothing ends, as when a file is verified. */
  readonly deadline?: Instant;
  readonly scope: SheetScope;
  /** The member's keys as the bloc believed them when the sheet was received. */
  readonly keys: readonly MemberKey[];
  readonly history: SheetHistory;
  /** The figures of the last accepted revision. */
  readonly acceptedFigures?: readonly SheetFigure[];
  readonly agreed?: readonly AgreedFigure[];
  readonly checkPoints: CheckPoints;
}

/**
 * The verdict on a sheet: a pure function of its input and the Seal's answers. The checks, in order, of which the first that
 * fails gives the verdict:
 *
 * 1. the bytes: size, compact JWS, header of ours (`alg` EdDSA and nothing that could bring a key) → bad-signature
 * 2. the key: one of those pinned → unknown-key
 * 3. the signature over exactly these bytes → bad-signature
 * 4. the content: canonical JSON of the format → bad-signature (signed, but nothing that may be taken as a sheet)
 * 5. the key: not revoked when the sheet was received → unknown-key; valid then and when it signed → expired-certificate
 * 6. bloc, member, year, period, criteria → wrong-scope
 * 7. the chain of revisions → old-revision, equivocation
 * 8. operands and points computed anew → points-mismatch
 * 9. the deadline → late
 * 10. figures against the accepted revision and the agreed ones → figures-differ, which counts; else accepted
 *
 * Unreachable, and late for want of any answer, are verdicts on a call (`domain/pull`).
 */
export async function judgeSheet(input: JudgeSheetInput, seal: Seal): Promise<Judgement> {
  const { received, receivedAt, keys, scope } = input;
  const verified = await verifySigned({ received, keys, maxBytes: MAX_SHEET_BYTES }, seal);
  if ('refusal' in verified) return verified.refusal;
  const { document, key } = verified;
  const read = readContent(document);
  if ('refusal' in read) return read.refusal;
  const { sheet } = read;
  const known = { sheet, sha256: document.sha256, keyThumbprint: key.thumbprint };

  const ended = endedKey(key, { receivedAt, signedAt: sheet.signedAt });
  if (ended) return judgement(ended.verdict, ended.details, known);

  const outOfScope = scopeDifferences(sheet, scope);
  if (outOfScope.length > 0) return judgement('wrong-scope', outOfScope, known);
  const chain = checkHistory(input.history, { revision: sheet.revision, sha256: document.sha256, previousSha256: sheet.previousSha256 });
  if (chain.verdict) return judgement(chain.verdict, chain.details, known);
  const points = input.checkPoints(sheet);
  if (points.mismatches.length > 0) return judgement('points-mismatch', points.mismatches, known);
  // What was accepted in time stays so when it is sent once more.
  const isRepeat = input.history.lastAccepted?.sha256 === document.sha256;
  if (!isRepeat && input.deadline !== undefined && receivedAt > input.deadline)
    return judgement('late', [detail('received-after-deadline', { expected: `≤ ${input.deadline}`, actual: receivedAt })], known);

  const differing = differingFigures(sheet.figures, { accepted: input.acceptedFigures ?? [], agreed: input.agreed ?? [] });
  return judgement(differing.length > 0 ? 'figures-differ' : 'accepted', [...differing, ...chain.details, ...points.remarks], known);
}

function readContent(document: OpenedDocument): { readonly sheet: EmulationSheet } | { readonly refusal: Judgement } {
  try {
    return { sheet: readSheet(document.value) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refusal: judgement('bad-signature', [detail('malformed', { at: String(error.params['at'] ?? ''), actual: error.en })]) };
  }
}

function scopeDifferences(sheet: EmulationSheet, scope: SheetScope): readonly VerdictDetail[] {
  const members = ['bloc', 'member', 'year', 'period', 'criteriaVersion', 'criteriaSha256'] as const;
  return members
    .filter((name) => sheet[name] !== scope[name])
    .map((name) => detail('other-scope', { at: name, expected: String(scope[name]), actual: String(sheet[name]) }));
}
