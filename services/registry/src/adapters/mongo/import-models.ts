import type { ImportReport } from '@kcn/layouts';
import type { Connection } from '@kcn/messaging';
import type { Model } from 'mongoose';
import { Schema } from 'mongoose';

/** `imports`: one document per import that was asked for. */
export interface ImportDocument {
  /** `${board}|${importId}` */
  readonly _id: string;
  readonly board: string;
  readonly status: ImportReport['status'];
  readonly report: Omit<ImportReport, 'recordedAt'> & { readonly recordedAt?: Date };
  readonly actor: string;
  readonly requestHash: string;
  readonly createdAt: Date;
}

/** `import_files`: the bytes of a running import in parts of 1 MB. */
export interface ImportFileDocument {
  /** `${board}|${importId}|${file index}|${part, 4 digits}` */
  readonly _id: string;
  readonly import: string;
  readonly file: number;
  readonly name: string;
  readonly part: number;
  readonly bytes: Buffer;
  readonly stagedAt: Date;
}

const importSchema = new Schema<ImportDocument>(
  {
    _id: { type: String, required: true },
    board: { type: String, required: true },
    status: { type: String, enum: ['checked', 'applying', 'applied', 'refused'], required: true },
    report: { type: Schema.Types.Mixed, required: true },
    actor: { type: String, required: true },
    requestHash: { type: String, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'imports', versionKey: false, minimize: false },
);

const importFileSchema = new Schema<ImportFileDocument>(
  {
    _id: { type: String, required: true },
    import: { type: String, required: true },
    file: { type: Number, required: true },
    name: { type: String, required: true },
    part: { type: Number, required: true },
    bytes: { type: Buffer, required: true },
    stagedAt: { type: Date, required: true },
  },
  { collection: 'import_files', versionKey: false },
);

export interface ImportModels {
  readonly imports: Model<ImportDocument>;
  readonly files: Model<ImportFileDocument>;
}

/** The mongoose models of a connection, made once. */
export function importModelsOf(connection: Connection): ImportModels {
  const model = <T>(name: string, schema: Schema<T>): Model<T> =>
    (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema);
  return { imports: model('Import', importSchema), files: model('ImportFile', importFileSchema) };
}
