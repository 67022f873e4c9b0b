import type { AdministrativeDocument } from '@kcn/documents';
import { instant } from '@kcn/kernel';
import type { MeetingRecord } from './meeting-record';

/** Every text of a record as a document, to see whether papers that say it could be printed. */
export function meetingTextsOf({
  venue,
  town,
  chair,
  secretary,
  attendees,
  guests,
  statements,
  papers,
}: MeetingRecord): AdministrativeDocument {
  const people = [chair, secretary, ...attendees, ...guests].flatMap(({ name, capacity }) => [name, capacity]);
  const numbers = [papers.minutes, papers.proposal, papers.ranking].flatMap((paper) => paper?.number ?? []);
  return {
    form: 'administrative',
    metadata: { title: 'Biên bản', createdAt: instant('2000-01-01T00:00:00Z') },
    issuer: { names: [town] },
    heading: { kind: 'BIÊN BẢN' },
    body: [venue, ...people, ...statements, ...numbers].map((text) => ({ kind: 'paragraph', text })),
    signatures: [],
  };
}
