import type { AdministrativeDocument } from '@kcn/documents';
import { minutesOf } from './minutes';
import { proposalOf } from './proposal';
import { rankingPaperOf } from './ranking-paper';
import type { YearDocumentKind, YearDocumentSource } from './year-document-source';

const WRITERS: Readonly<Record<YearDocumentKind, (source: YearDocumentSource) => AdministrativeDocument>> = {
  minutes: minutesOf,
  proposal: proposalOf,
  ranking: rankingPaperOf,
};

/** A document of a bloc's year, to be printed. */
export const yearDocumentOf = (kind: YearDocumentKind, source: YearDocumentSource): AdministrativeDocument => WRITERS[kind](source);
