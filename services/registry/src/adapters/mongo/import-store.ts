import { databaseOf, translateMongoError } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import type { ImportStore, StoredImport } from '../../application/imports/import-store';
import { importModelsOf } from './import-models';
import type { ImportDocument, ImportFileDocument } from './import-models';

const PART_BYTES = 1_024 * 1_024;

const idOf = (board: string, importId: string): string => `${board}|${importId}`;

const toStored = ({ board, report, actor, requestHash }: ImportDocument): StoredImport => ({ board, report, actor, requestHash });

function* partsOf(importName: string, files: readonly UploadedFile[], stagedAt: Date): Generator<ImportFileDocument> {
  for (const [file, { name, bytes }] of files.entries()) {
    for (let part = 0; part === 0 || part * PART_BYTES < bytes.length; part += 1) {
      const slice = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
      yield {
        _id: `${importName}|${String(file)}|${String(part).padStart(4, '0')}`,
        import: importName,
        file,
        name,
        part,
        bytes: slice,
        stagedAt,
      };
    }
  }
}

/** Imports and the bytes of running ones. */
export function createImportStore({ connection }: { readonly connection: Connection }): ImportStore {
  const { imports, files } = importModelsOf(connection);
  const translated = (error: unknown): never => {
    throw translateMongoError(error);
  };
  /** Database time: a process's clock says nothing to another one. */
  const now = async (): Promise<Date> => ((await databaseOf(connection).command({ hello: 1 })) as unknown as { localTime: Date }).localTime;
  const toDocument = ({ board, report, actor, requestHash }: StoredImport, createdAt: Date): ImportDocument => ({
    _id: idOf(board, report.importId),
    board,
    status: report.status,
    report,
    actor,
    requestHash,
    createdAt,
  });

  return {
    async find(board, importId) {
      const found = await imports.findById(idOf(board, importId)).lean<ImportDocument>().catch(translated);
      return found ? toStored(found) : undefined;
    },
    async keepOutcome(stored) {
      try {
        const { _id, ...document } = toDocument(stored, await now());
        await imports.deleteOne({ _id, status: { $in: ['checked', 'refused'] } });
        await imports.updateOne({ _id }, { $setOnInsert: document }, { upsert: true });
      } catch (error) {
        translated(error);
      }
    },
    async begin(session, stored) {
      const document = toDocument(stored, await now());
      // A refused attempt with the same key left its report behind, which gives way.
      await imports.deleteOne({ _id: document._id, status: 'refused' }, { session });
      await imports.create([document], { session });
    },
    async update(session, board, report) {
      await imports.updateOne({ _id: idOf(board, report.importId) }, { $set: { report, status: report.status } }, { session });
    },
    async stage(board, importId, uploaded) {
      try {
        const name = idOf(board, importId);
        await files.deleteMany({ import: name });
        const parts = [...partsOf(name, uploaded, await now())];
        // Views of the uploaded bytes, sent 16 MB at a time.
        for (let at = 0; at < parts.length; at += 16) await files.collection.insertMany(parts.slice(at, at + 16) as never[]);
      } catch (error) {
        translated(error);
      }
    },
    async readStaged(board, importId) {
      const parts = await files
        .find({ import: idOf(board, importId) })
        .sort({ _id: 1 })
        .lean<(Omit<ImportFileDocument, 'bytes'> & { bytes: { buffer: Buffer } | Buffer })[]>()
        .catch(translated);
      const byFile = new Map<number, { name: string; parts: Buffer[] }>();
      for (const { file, name, bytes } of parts.toSorted((a, b) => a.file - b.file || a.part - b.part)) {
        const entry = byFile.get(file) ?? { name, parts: [] };
        entry.parts.push(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer));
        byFile.set(file, entry);
      }
      return [...byFile.values()].map((entry): UploadedFile => ({ name: entry.name, bytes: Buffer.concat(entry.parts) }));
    },
    async dropStaged(board, importId, session) {
      await files.deleteMany({ import: idOf(board, importId) }, session ? { session } : {}).catch((error: unknown) => {
        throw session ? error : translateMongoError(error);
      });
    },
    async findUnfinished() {
      const found = await imports.find({ status: 'applying' }).sort({ createdAt: 1 }).limit(100).lean<ImportDocument[]>().catch(translated);
      return found.map(toStored);
    },
  };
}
