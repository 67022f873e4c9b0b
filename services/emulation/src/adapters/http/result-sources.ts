import { mayKnowBoard } from '@kcn/kernel';
import type { Principal } from '@kcn/kernel';
import { z } from 'zod';
import type { ResultSources } from '../../application/bloc/score-bloc-year';

/** `meta` of what was computed from members' figures. */
export const metaSchema = z.looseObject({
  version: z.int(),
  recorded_at: z.string(),
  figures: z.array(z.looseObject({ member: z.string(), as_of: z.string().nullable(), summary_sha256: z.string() })),
});

export const metaOf = ({ version, recordedAt, members }: ResultSources) => ({
  version,
  recorded_at: recordedAt,
  figures: members.map(({ member, asOf, positions, rulesVersion, summarySha256, sheet }) => ({
    member,
    as_of: asOf,
    positions,
    rules_version: rulesVersion,
    summary_sha256: summarySha256,
    ...(sheet ? { sheet: { revision: sheet.revision, sha256: sheet.sha256, verdict: sheet.verdict, received_at: sheet.receivedAt } } : {}),
  })),
});

export const knownTo =
  (principal: Principal) =>
  (board: string): boolean =>
    mayKnowBoard(principal, board);
