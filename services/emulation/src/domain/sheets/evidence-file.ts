import type { Instant } from '@kcn/kernel';
import { DomainError, invalid } from '@kcn/kernel';
import { parseBloc } from '../bloc/parse-bloc';
import { checkBlocAgainstCriteria } from '../bloc/check-bloc';
import type { Bloc } from '../bloc/bloc';
import type { Criteria } from '../criteria/criteria';
import { parseCriteria } from '../criteria/parse-criteria';
import { createWorkingCalendar } from '@kcn/vietnam';
import { instantText, memberText, sha256Text } from '../documents/fields';
import type { Reader } from '../documents/strict-json';
import { integerOf, listOf, literalOf, objectOf, orNull, parseJsonBytes, textOf } from '../documents/strict-json';
import { publicKey } from '../keys/key-statements';
import type { MemberKey } from '../keys/member-key';
import type { PublicKeyJwk, Seal } from '../keys/seal';
import { createCheckPoints } from './check-points';
import type { SheetHistory } from './history';
import { judgeSheet } from './judge-sheet';
import type { Judgement } from './verdict';

export const EVIDENCE_FORMAT = 'emulation-evidence/1';
const MAX_EVIDENCE_BYTES = 8 * 1_048_576;

/** A key as the bloc believed it when the sheet was received. */
export interface EvidenceKey {
  readonly jwk: PublicKeyJwk;
  readonly validFrom: Instant;
  readonly validTo: Instant;
  readonly revokedAt: Instant | null;
}

/**
 * Everything that a verdict depends on, in one file: whoever has it can judge the sheet again, on a machine that is
 * connected to nothing, and today's verdict is that of the day.
 */
export interface EvidenceFile {
  readonly format: typeof EVIDENCE_FORMAT;
  readonly member: string;
  /** The compact JWS, as it was received. */
  readonly sheet: string;
  readonly receivedAt: Instant;
  readonly deadline: Instant | null;
  readonly keys: readonly EvidenceKey[];
  /** The revision that was accepted before; null for none. */
  readonly lastAccepted: { readonly revision: number; readonly sha256: string } | null;
  /** The text of criteria.json and of bloc.json. */
  readonly criteria: string;
  readonly bloc: string;
}

const evidence: Reader<EvidenceFile> = objectOf({
  format: literalOf(EVIDENCE_FORMAT),
  member: memberText,
  sheet: textOf({ max: 2_000_000 }),
  receivedAt: instantText,
  deadline: orNull(instantText),
  keys: listOf(objectOf({ jwk: publicKey, validFrom: instantText, validTo: instantText, revokedAt: orNull(instantText) }), { max: 20 }),
  lastAccepted: orNull(objectOf({ revision: integerOf({ from: 1, to: 1_000_000 }), sha256: sha256Text })),
  criteria: textOf({ max: 2_000_000 }),
  bloc: textOf({ max: 2_000_000 }),
});

export interface VerifyEvidenceOptions {
  /**
   * Thumbprints known from elsewhere, such as the signed pledge. Without them the file's own keys are taken as pinned, and
   * the result only says that the file agrees with itself: compare `keyThumbprint` with the pledge.
   */
  readonly pinned?: readonly string[];
}

/**
 * Judges a sheet from one file and nothing else.
 * @throws DomainError too_large, invalid `bad_document`, `bad_json` when the file itself cannot be read
 */
export async function verifyEvidence(file: Uint8Array, { pinned }: VerifyEvidenceOptions, seal: Seal): Promise<Judgement> {
  const { member, sheet, receivedAt, deadline, keys, lastAccepted, ...texts } = evidence(parseFile(file), '');
  const { criteria, bloc } = readTexts(texts);
  const history: SheetHistory = { known: [], ...(lastAccepted && { lastAccepted }) };
  return judgeSheet(
    {
      received: new TextEncoder().encode(sheet),
      receivedAt,
      ...(deadline === null ? {} : { deadline }),
      scope: {
        bloc: bloc.id,
        member,
        year: bloc.year,
        period: bloc.period,
        criteriaVersion: criteria.version,
        criteriaSha256: seal.sha256(seal.canonicalText(JSON.parse(texts.criteria))),
      },
      keys: await trustedKeys(keys, pinned, seal),
      history,
      checkPoints: createCheckPoints({ criteria, bloc, workingDays: createWorkingCalendar() }),
    },
    seal,
  );
}

async function trustedKeys(keys: readonly EvidenceKey[], pinned: readonly string[] | undefined, seal: Seal): Promise<readonly MemberKey[]> {
  const known = await Promise.all(
    keys.map(
      async ({ jwk, validFrom, validTo, revokedAt }): Promise<MemberKey> => ({
        ...{ thumbprint: await seal.thumbprintOf(jwk), jwk, validFrom, validTo },
        ...(revokedAt !== null && { revokedAt }),
      }),
    ),
  );
  return pinned ? known.filter(({ thumbprint }) => pinned.includes(thumbprint)) : known;
}

function parseFile(file: Uint8Array): unknown {
  if (file.byteLength > MAX_EVIDENCE_BYTES)
    throw new DomainError({ category: 'too_large', code: 'file_too_large', vi: 'Tệp quá lớn', en: 'The file is too large' });
  const parsed = parseJsonBytes(file);
  if ('value' in parsed) return parsed.value;
  throw invalid('bad_json', { vi: 'Tệp không phải JSON hợp lệ', en: 'The file is not valid JSON' });
}

function readTexts(texts: { readonly criteria: string; readonly bloc: string }): { readonly criteria: Criteria; readonly bloc: Bloc } {
  const [criteria, bloc] = [parseCriteria(texts.criteria), parseBloc(texts.bloc)];
  const faults = [...(criteria.ok ? [] : criteria.faults), ...(bloc.ok ? [] : bloc.faults)];
  if (criteria.ok && bloc.ok) {
    faults.push(...checkBlocAgainstCriteria(bloc.content, criteria.content));
    if (faults.length === 0) return { criteria: criteria.content, bloc: bloc.content };
  }
  throw invalid('bad_document', {
    vi: 'Bộ tiêu chí hoặc tệp khối trong hồ sơ không đúng',
    en: 'The criteria or the bloc in the file are not right',
    details: faults.map(({ code, path, vi, en }) => ({ code, pointer: path, vi, en })),
  });
}
