import type { ImportReportJson } from '@kcn/layouts';
import { databaseOf, translateMongoError } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import type { mongo } from 'mongoose';
import { importInProgress } from '../../application/records/import-ports';
import type { StagedImport, StagedImports } from '../../application/records/import-ports';
import { collectionsOf, importGatesOf, positionText } from './collections';
import { databaseTime } from './run-inputs';

export const IMPORT_FILES = 'import_files';

/** `import_files`: the bytes of an import under way, in parts. */
interface ImportFileDocument {
  /** `board/id/file/part` */
  readonly _id: string;
  /** `board/id` */
  readonly import: string;
  readonly file: number;
  readonly name: string;
  readonly part: number;
  readonly bytes: Buffer;
  readonly stagedAt: Date;
}

const PART_BYTES = 1_024 * 1_024;
const PARTS_AT_ONCE = 16;
const digits = (value: number): string => String(value).padStart(4, '0');

function* partsOf(importId: string, files: readonly UploadedFile[], stagedAt: Date): Generator<ImportFileDocument> {
  for (const [file, { name, bytes }] of files.entries())
    for (let part = 0; part === 0 || part * PART_BYTES < bytes.length; part += 1) {
      const slice = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
      yield { _id: `${importId}/${digits(file)}/${digits(part)}`, import: importId, file, name, part, bytes: slice, stagedAt };
    }
}

/** Imports that are written in more than one transaction, with their bytes. */
export function createStagedImportStore(connection: Connection): StagedImports {
  const db = databaseOf(connection);
  const { imports, recordVersions } = collectionsOf(connection);
  const files = db.collection<ImportFileDocument>(IMPORT_FILES);
  const gates = importGatesOf(connection);
  const heads = db.collection<{ _id: string; position: number; touched?: number }>('log_heads');
  const idOf = (board: string, id: string): string => `${board}/${id}`;
  const inSession = (session: mongo.ClientSession | undefined) => (session ? { session } : {});

  async function findUnderWay(session: mongo.ClientSession | undefined, board: string): Promise<string | undefined> {
    return (await gates.findOne({ _id: board }, inSession(session)))?.import;
  }

  async function holdBoard(session: mongo.ClientSession, board: string): Promise<number> {
    const head = await heads.findOneAndUpdate({ _id: board }, { $inc: { touched: 1 } }, { session, projection: { position: 1 } });
    if (!head) throw new Error(`board ${board} has no log head`);
    return head.position;
  }

  const setReport = (session: mongo.ClientSession, board: string, report: ImportReportJson) =>
    imports.updateOne({ _id: idOf(board, report.import_id) }, { $set: { report } }, { session });

  return {
    findUnderWay,
    holdBoard,

    async stage(board, id, uploaded) {
      try {
        const parts = [...partsOf(idOf(board, id), uploaded, await databaseTime(connection))];
        for (let at = 0; at < parts.length; at += PARTS_AT_ONCE) await files.insertMany(parts.slice(at, at + PARTS_AT_ONCE));
      } catch (error) {
        throw translateMongoError(error);
      }
    },

    async begin(session, { board, id, report, ...staged }, judgedAt) {
      if ((await findUnderWay(session, board)) !== undefined) throw importInProgress();
      // Whoever appends to the board writes its head too: either they see the gate, or they are seen below.
      await holdBoard(session, board);
      const since = { $gt: idOf(board, positionText(judgedAt)), $lt: `${board}/~` };
      if ((await recordVersions.findOne({ _id: since }, { session, projection: { _id: 1 } })) !== null) return false;
      await gates.insertOne({ _id: board, import: id }, { session });
      await imports.insertOne({ _id: idOf(board, id), board, report, staged }, { session });
      return true;
    },

    async find(board, id) {
      const found = await imports.findOne({ _id: idOf(board, id) });
      if (!found?.staged) return undefined;
      const { statement, ...staged } = found.staged as Pick<StagedImport, 'actor' | 'isPayerChanged'> & {
        statement?: StagedImport['statement'] | null;
      };
      return { board, id, report: found.report as ImportReportJson, ...staged, statement: statement ?? undefined };
    },

    async readFiles(board, id) {
      const byFile = new Map<number, { readonly name: string; readonly parts: Buffer[] }>();
      const parts = files.find({ import: idOf(board, id) }, { promoteBuffers: true, batchSize: PARTS_AT_ONCE }).sort({ _id: 1 });
      for await (const { file, name, bytes } of parts) {
        const known = byFile.get(file) ?? { name, parts: [] };
        byFile.set(file, known);
        known.parts.push(bytes);
      }
      return [...byFile.values()].map(({ name, parts: of }): UploadedFile => ({ name, bytes: Buffer.concat(of) }));
    },

    async advance(session, board, report) {
      await setReport(session, board, report);
    },

    async end(session, board, report) {
      await setReport(session, board, report);
      await gates.deleteOne({ _id: board, import: report.import_id }, { session });
      await files.deleteMany({ import: idOf(board, report.import_id) }, { session });
    },
  };
}
