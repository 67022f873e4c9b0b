import type { Connection } from '@kcn/messaging';
import type { Generations } from '../../application/ports';
import { RULES_VERSION } from '../../domain/rules-version';
import { FED_LOGS } from '../../domain/source-log';
import { collectionsOf, projectedCollectionsOf } from './collections';

export interface OutdatedGeneration {
  readonly board: string;
  readonly generation: number;
  readonly rulesVersion: string;
}

export interface GenerationStore extends Generations {
  /** Rules by which the active generation was made; undefined for a board without one. */
  rulesVersion(board: string): Promise<string | undefined>;
  /** Boards whose active generation other rules than this process's have made. */
  outdated(): Promise<OutdatedGeneration[]>;
  /** A number that no generation of the board ever had. */
  begin(board: string): Promise<number>;
  /** Makes a generation the one that counts. */
  activate(board: string, generation: number): Promise<void>;
  /** Deletes what a generation that no longer counts has left. */
  remove(board: string, generation: number): Promise<void>;
}

const FIRST = 1;

export function createGenerationStore(connection: Connection): GenerationStore {
  const { generations } = collectionsOf(connection);
  const projected = (['registry', ...FED_LOGS] as const).map((log) => projectedCollectionsOf(connection, log));
  const known = new Set<string>();

  async function ensure(board: string): Promise<void> {
    if (known.has(board)) return;
    await generations.updateOne(
      { _id: board },
      { $setOnInsert: { active: FIRST, last: FIRST, rulesVersion: RULES_VERSION } },
      { upsert: true },
    );
    known.add(board);
  }

  return {
    active: async (board) => (await generations.findOne({ _id: board }))?.active ?? FIRST,
    async inUse(board) {
      const { active, rulesVersion } = (await generations.findOne({ _id: board })) ?? { active: FIRST, rulesVersion: RULES_VERSION };
      return { generation: active, hasTheseRules: rulesVersion === RULES_VERSION };
    },
    outdated: async () =>
      (
        await generations
          .find({ rulesVersion: { $ne: RULES_VERSION } })
          .sort({ _id: 1 })
          .toArray()
      ).map(({ _id, active, rulesVersion }) => ({ board: _id, generation: active, rulesVersion })),
    boards: async () =>
      (
        await generations
          .find({}, { projection: { _id: 1 } })
          .sort({ _id: 1 })
          .toArray()
      ).map(({ _id }) => _id),
    rulesVersion: async (board) => (await generations.findOne({ _id: board }))?.rulesVersion,
    ensure,
    async begin(board) {
      await ensure(board);
      const found = await generations.findOneAndUpdate({ _id: board }, { $inc: { last: 1 } }, { returnDocument: 'after' });
      if (!found) throw new Error(`generations of ${board} are gone`);
      return found.last;
    },
    async activate(board, generation) {
      await generations.updateOne({ _id: board }, { $set: { active: generation, rulesVersion: RULES_VERSION } });
    },
    async remove(board, generation) {
      const filter = { board, generation };
      // What sums up goes first: a half-deleted generation is never mistaken for a whole one, because it is not active.
      for (const { buckets, turns, days, makers, rateUses, facts, versions } of projected) {
        await buckets.deleteMany(filter);
        await turns.deleteMany(filter);
        await days.deleteMany(filter);
        await makers.deleteMany(filter);
        await rateUses.deleteMany(filter);
        await facts.deleteMany(filter);
        await versions.deleteMany(filter);
      }
    },
  };
}
