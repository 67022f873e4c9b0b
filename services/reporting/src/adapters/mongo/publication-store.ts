import { instantFromDate, instantToDate } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { Publication, PublicationName, Publications } from '../../application/ports';
import type { SummaryDifference } from '../../domain/summary/differences';
import { bytesOf, collectionsOf } from './collections';
import type { PublicationDocument } from './collections';

/** The _id is unique, so that two of one revision cannot both be written. */
const idOf = ({ board, period, calendar }: PublicationName, revision: number): string =>
  `${board}/${period}/${calendar}/${revision.toString().padStart(6, '0')}`;

function headOf({
  board,
  period,
  calendar,
  revision,
  sha256,
  positions,
  asOf,
  rulesVersion,
  publishedAt,
  actor,
  differences,
}: PublicationDocument): Omit<Publication, 'bytes'> {
  return {
    board,
    period,
    calendar,
    revision,
    sha256,
    positions: { registry: positions['registry'] ?? 0, reporting: positions['reporting'] ?? 0 },
    asOf: asOf as Instant,
    rulesVersion,
    publishedAt: instantFromDate(publishedAt),
    actor,
    differences: differences as readonly SummaryDifference[],
  };
}

const fromDocument = (document: PublicationDocument): Publication => ({ ...headOf(document), bytes: bytesOf(document.bytes) });

/** Publications are inserted and read; nothing here changes or deletes one. */
export function createPublicationStore(connection: Connection): Publications {
  const { publications } = collectionsOf(connection);
  return {
    async last(session, { board, period, calendar }) {
      const [newest] = await publications.find({ board, period, calendar }, { session }).sort({ revision: -1 }).limit(1).toArray();
      return newest && fromDocument(newest);
    },
    async insert(session, publication) {
      const { bytes, publishedAt, positions, differences, ...rest } = publication;
      await publications.insertOne(
        {
          ...rest,
          _id: idOf(publication, publication.revision),
          bytes: new mongo.Binary(bytes),
          positions: { ...positions },
          publishedAt: instantToDate(publishedAt),
          differences: [...differences],
        },
        { session },
      );
    },
    async find(name, revision) {
      const found = await publications.findOne({ _id: idOf(name, revision) });
      return found ? fromDocument(found) : undefined;
    },
    async list({ board, period, calendar }) {
      const found = await publications
        .find({ board, period, calendar }, { projection: { bytes: 0 } })
        .sort({ revision: 1 })
        .toArray();
      return found.map((document) => headOf(document as unknown as PublicationDocument));
    },
    async *ofBoard(board) {
      for await (const document of publications.find({ board }).sort({ _id: 1 })) yield fromDocument(document);
    },
  };
}
