import { createHash } from 'node:crypto';
import { instant } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { bytes, commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { PrintDocument } from '../../application/documents/ports';
import type { MeetingRecording } from '../../application/documents/record-meeting';
import type { YearDocuments } from '../../application/documents/write-year-document';
import { YEAR_DOCUMENT_KINDS } from '../../domain/year-documents/year-document-source';
import { formatQuery } from './award-schemas';
import { meetingOf, meetingSchema, printMeeting } from './meeting-schema';
import { knownTo } from './result-sources';
import { blocParams, READERS } from './schemas';

export interface DocumentRoutesOptions {
  readonly write: YearDocuments;
  readonly meetings: MeetingRecording;
  readonly print: PrintDocument;
}

/** The papers of a bloc's year, and the meeting that they tell of. */
export function createDocumentRoutes({ write, meetings, print }: DocumentRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/documents/:kind',
      operationId: 'printYearDocument',
      tags: ['documents'],
      summary:
        'Minutes of the meeting, proposal (tờ trình) or ranking table, in the form of NĐ 30/2020; a draft until the ranking is frozen',
      roles: READERS,
      params: blocParams.extend({ kind: z.enum(YEAR_DOCUMENT_KINDS) }),
      query: formatQuery.extend({ as_of: z.string().transform(instant).optional() }),
      responses: { 200: { description: 'PDF or DOCX; header Document-Draft: true while it is a draft', contentType: 'application/pdf' } },
      async handler({ board, principal, params: { bloc, year, kind }, query: { format, as_of: asOf } }) {
        const { document, draft } = await write(kind, { board, bloc, year, asOf, mayKnow: knownTo(principal) });
        const { body, contentType } = await print(document, format);
        const fileName = `${kind}-${bloc}-${year.toString()}${draft ? '-draft' : ''}.${format}`;
        const answer = bytes(body, { contentType, fileName, etag: createHash('sha256').update(body).digest('hex') });
        return draft ? { ...answer, headers: { ...answer.headers, 'document-draft': 'true' } } : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/meeting',
      operationId: 'recordMeeting',
      tags: ['documents'],
      summary:
        'What the papers say of the bloc’s meeting: when, where, who, what was said, their numbers and dates; the last record counts',
      roles: ['recorder', 'approver'],
      params: blocParams,
      body: meetingSchema,
      idempotent: true,
      responses: { 201: { description: 'Recorded', schema: z.object({ revision: z.int() }) } },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const { response, replayed: again } = await meetings.record({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject, record: meetingOf(body) },
        });
        return again ? replayed(created(response)) : created(response);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/meeting',
      operationId: 'getMeeting',
      tags: ['documents'],
      roles: READERS,
      params: blocParams,
      responses: {
        200: { description: 'The last record; null where there is none', schema: z.looseObject({ revision: z.int().nullable() }) },
      },
      async handler({ board, params: { bloc, year } }) {
        const found = await meetings.find({ board, bloc, year });
        return ok(found ? { revision: found.revision, recorded_by: found.actor, record: printMeeting(found.record) } : { revision: null });
      },
    }),
  ];
}
