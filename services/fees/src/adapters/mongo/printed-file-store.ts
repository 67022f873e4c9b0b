import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import { printingExpired } from '../../application/documents/printings';
import type { PrintedFiles } from '../../application/documents/printings';
import { databaseTime } from './run-inputs';

/** `printed_pieces`: files of a run's notices, gone some days after they were made. */
export const PRINTED_PIECES = 'printed_pieces';

interface PieceDocument {
  /** `board/file/index` */
  readonly _id: string;
  readonly file: string;
  readonly index: number;
  readonly bytes: mongo.Binary;
  readonly expiresAt: Date;
}

const KEPT_MS = 7 * 24 * 3_600_000;
/** Well below the 16 MB of a document, and few enough to be written and read one by one. */
const PIECE_BYTES = 1_048_576;

/** Files too long for a document, kept in pieces that the database deletes by itself. */
export function createPrintedFileStore(connection: Connection): PrintedFiles {
  const pieces = databaseOf(connection).collection<PieceDocument>(PRINTED_PIECES);
  const fileOf = (board: string, name: string): string => `${board}/${name}`;

  return {
    async open(board, name) {
      const file = fileOf(board, name);
      const expiresAt = new Date((await databaseTime(connection)).getTime() + KEPT_MS);
      let index = 0;
      let held: Uint8Array[] = [];
      let length = 0;
      async function flush(): Promise<void> {
        if (length === 0) return;
        const bytes = new mongo.Binary(Buffer.concat(held));
        await pieces.insertOne({ _id: `${file}/${String(index).padStart(8, '0')}`, file, index, bytes, expiresAt });
        index += 1;
        [held, length] = [[], 0];
      }
      return {
        async write(bytes) {
          held.push(bytes);
          length += bytes.length;
          if (length >= PIECE_BYTES) await flush();
        },
        close: flush,
      };
    },

    has: async (board, name) => (await pieces.findOne({ _id: `${fileOf(board, name)}/00000000` }, { projection: { _id: 1 } })) !== null,

    async *read(board, { name, bytes: length }) {
      let read = 0;
      for await (const { bytes } of pieces.find({ file: fileOf(board, name) }, { batchSize: 2 }).sort({ index: 1 })) {
        read += bytes.length();
        yield bytes.value();
      }
      if (read !== length) throw printingExpired();
    },
  };
}
