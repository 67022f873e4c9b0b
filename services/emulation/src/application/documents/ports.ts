import type { KcnDocument } from '@kcn/documents';
import type { Session } from '@kcn/messaging';
import type { MeetingRecord } from '../../domain/year-documents/meeting-record';
import type { BlocYear } from '../bloc/ports';

export type DocumentFormat = 'pdf' | 'docx';

/** Prints a document: the same document gives the same bytes. @throws DomainError invalid `document_refused` */
export type PrintDocument = (
  document: KcnDocument,
  format: DocumentFormat,
) => Promise<{ readonly body: Buffer; readonly contentType: string }>;

/** Refuses a document that could not be printed. @throws DomainError invalid `document_refused` */
export type CheckDocument = (document: KcnDocument) => void;

/** The record of a bloc's meeting as it was given; the last one counts. */
export interface KeptMeeting extends BlocYear {
  /** 1, 2, … */
  readonly revision: number;
  readonly record: MeetingRecord;
  readonly actor: string;
}

/** Meeting records are inserted and read; none is ever changed or deleted. */
export interface Meetings {
  last(name: BlocYear, session?: Session): Promise<KeptMeeting | undefined>;
  insert(session: Session, meeting: KeptMeeting): Promise<void>;
}
