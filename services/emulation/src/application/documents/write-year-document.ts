import type { AdministrativeDocument } from '@kcn/documents';
import type { BlocResult } from '../../domain/result/score-bloc';
import type { YearDocumentKind } from '../../domain/year-documents/year-document-source';
import { yearDocumentOf } from '../../domain/year-documents/year-document';
import type { BlocVersions } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { AsOf, BlocScoring } from '../bloc/score-bloc-year';
import { unknownBloc } from '../bloc/score-bloc-year';
import type { FindFrozenRanking } from '../freeze/ports';
import { readLeaderYear } from '../pull/leader-year';
import type { Meetings } from './ports';

export interface YearDocumentsOptions {
  readonly versions: BlocVersions;
  readonly scoring: Pick<BlocScoring, 'score'>;
  readonly findFrozenRanking: FindFrozenRanking;
  readonly meetings: Meetings;
}

export interface WrittenYearDocument {
  readonly document: AdministrativeDocument;
  /** Whether it carries the mark of a draft. */
  readonly draft: boolean;
}

/** Writes a bloc's papers: of the frozen ranking, and until there is one, drafts of the computed one. */
export function createYearDocuments({ versions, scoring, findFrozenRanking, meetings }: YearDocumentsOptions) {
  const compute = async (name: AsOf): Promise<{ readonly result: BlocResult; readonly version: number }> => {
    const { result, sources } = await scoring.score(name);
    return { result, version: sources.version };
  };

  /**
   * @param question `asOf` and `mayKnow` matter for drafts
   * @throws DomainError not_found `unknown_bloc`, and of a draft what scoring throws
   */
  return async (kind: YearDocumentKind, { asOf, mayKnow, ...name }: AsOf): Promise<WrittenYearDocument> => {
    await readLeaderYear(versions, name);
    const [frozen, meeting] = [await findFrozenRanking(name), await meetings.last(name)];
    const { result, version } = frozen ? { result: frozen.result, version: frozen.blocVersion } : await compute({ ...name, asOf, mayKnow });
    const kept = await versions.find(name, version);
    if (!kept) throw unknownBloc(name);
    const { criteria } = await readKeptSet(kept.files);
    const document = yearDocumentOf(kind, {
      ...{ result, criteria },
      ...(frozen ? { frozen: { revision: frozen.revision, missingReasons: frozen.missingReasons } } : {}),
      createdAt: frozen ? frozen.frozenAt : kept.recordedAt,
      ...(meeting ? { meeting: meeting.record } : {}),
    });
    return { document, draft: !frozen };
  };
}

export type YearDocuments = ReturnType<typeof createYearDocuments>;
