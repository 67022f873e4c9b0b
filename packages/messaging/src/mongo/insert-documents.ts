import { mongo } from 'mongoose';
import type { Session } from './database';

export interface InsertDocumentsOptions<T> {
  readonly session: Session;
  readonly collection: string;
  readonly documents: readonly T[];
  /** About how many bytes a document takes; the parts of a long insert are cut by it. */
  readonly sizeOf: (document: T) => number;
}

/** A command may have 48 MB and 100,000 documents. */
const BYTES_PER_COMMAND = 24_000_000;
const DOCUMENTS_PER_COMMAND = 50_000;

/**
 * Inserts by the plain command: the driver's insertMany serialises every document a second time to split batches.
 * @throws MongoServerError as insertMany does, with code 11000 for a key that is there
 */
export async function insertDocuments<T>(
  db: mongo.Db,
  { session, collection, documents, sizeOf }: InsertDocumentsOptions<T>,
): Promise<void> {
  for (const part of inParts(documents, sizeOf)) {
    const { writeErrors } = (await db.command({ insert: collection, documents: part, ordered: true }, { session })) as {
      readonly writeErrors?: readonly { readonly code: number; readonly errmsg: string }[];
    };
    const failed = writeErrors?.[0];
    if (failed) throw new mongo.MongoServerError({ message: failed.errmsg, errmsg: failed.errmsg, code: failed.code });
  }
}

function* inParts<T>(documents: readonly T[], sizeOf: (document: T) => number): Generator<T[]> {
  let part: T[] = [];
  let bytes = 0;
  for (const document of documents) {
    part.push(document);
    bytes += sizeOf(document);
    if (bytes < BYTES_PER_COMMAND && part.length < DOCUMENTS_PER_COMMAND) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}
