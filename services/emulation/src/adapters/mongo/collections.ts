import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { mongo } from 'mongoose';

/** `bloc_versions`: the files of a bloc's year as they were received, append-only, beside the event log. */
export interface BlocVersionDocument {
  /** `board/bloc/year/version` */
  readonly _id: string;
  readonly board: string;
  readonly bloc: string;
  readonly year: number;
  /** 1, 2, … */
  readonly version: number;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly cause: string;
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: mongo.Binary }[];
}

/** `sheets`: signed revisions of a board's own sheet, fixed for ever. */
export interface SheetDocument {
  /** `board/bloc/year/revision` */
  readonly _id: string;
  readonly board: string;
  readonly bloc: string;
  readonly year: number;
  readonly revision: number;
  readonly sha256: string;
  readonly keyThumbprint: string;
  readonly jws: mongo.Binary;
  readonly recordedAt: Date;
  readonly actor: string;
}

/** `imports`: reports of applied loads. */
export interface ImportDocument {
  /** `board/id` */
  readonly _id: string;
  readonly board: string;
  readonly report: unknown;
}

/** All collections of emulation's own; messaging has its own beside them. */
export function collectionsOf(connection: Connection) {
  const db = databaseOf(connection);
  return {
    blocVersions: db.collection<BlocVersionDocument>('bloc_versions'),
    sheets: db.collection<SheetDocument>('sheets'),
    imports: db.collection<ImportDocument>('imports'),
  };
}

/** The driver's buffer may be longer than its content. */
export const bytesOf = (binary: mongo.Binary): Buffer => Buffer.from(binary.buffer.subarray(0, binary.position));
