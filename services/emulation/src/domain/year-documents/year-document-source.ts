import type { Instant } from '@kcn/kernel';
import type { Criteria } from '../criteria/criteria';
import type { BlocResult } from '../result/score-bloc';
import type { MeetingRecord } from './meeting-record';

export const YEAR_DOCUMENT_KINDS = ['minutes', 'proposal', 'ranking'] as const;
export type YearDocumentKind = (typeof YEAR_DOCUMENT_KINDS)[number];

/** All that a bloc's documents are made from: with the same source they have the same bytes. */
export interface YearDocumentSource {
  readonly result: BlocResult;
  readonly criteria: Pick<Criteria, 'version' | 'legalBasis' | 'groups' | 'vetoes'>;
  /** Absent until the ranking is frozen: the documents are drafts. */
  readonly frozen?: {
    readonly revision: number;
    /** The leader's reason by missing member. */
    readonly missingReasons: ReadonlyMap<string, string>;
  };
  /** When the result was frozen; of a draft, when the bloc's files were recorded. */
  readonly createdAt: Instant;
  /** Absent: room is left for what it would say. */
  readonly meeting?: MeetingRecord;
}
