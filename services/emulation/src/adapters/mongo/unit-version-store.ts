import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { UnitVersions } from '../../application/cycle/ports';

/** `unit_versions`: the last version of each unit whose events this service numbers by it. */
interface UnitVersionDocument {
  /** `board/unit` */
  readonly _id: string;
  readonly version: number;
}

export function createUnitVersionStore(connection: Connection): UnitVersions {
  const units = databaseOf(connection).collection<UnitVersionDocument>('unit_versions');
  return {
    async next(session, board, unit, count) {
      const after = await units.findOneAndUpdate(
        { _id: `${board}/${unit}` },
        { $inc: { version: count } },
        { session, upsert: true, returnDocument: 'after' },
      );
      if (!after) throw new Error(`the version of ${board}/${unit} was not returned`);
      return after.version - count + 1;
    },
    last: async (board, unit, session) => (await units.findOne({ _id: `${board}/${unit}` }, session ? { session } : {}))?.version ?? 0,
  };
}
