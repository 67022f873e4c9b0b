import { precondition } from '@kcn/kernel';
import { databaseOf, isDuplicateKey } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { BlocYear } from '../../application/bloc/ports';
import type { PullRun, PullRuns } from '../../application/pull/ports';
import { plain } from './plain';

/** `pull_runs`: each pull with how far it came. While it runs, `owner` has it until `heldUntil`. */
interface PullRunDocument extends Omit<PullRun, 'id'> {
  readonly _id: string;
  readonly startedAt: string;
  readonly owner: string | null;
  /** By the database's clock. */
  readonly heldUntil: Date;
}

/** A process that was silent for so long has lost its pulls to the others. */
const HOLD_MS = 10_000;
const HELD = { $add: ['$$NOW', HOLD_MS] };

const toRun = ({ _id: id, board, bloc, year, state, actor, pull }: PullRunDocument): PullRun => ({
  ...{ id, board, bloc, year, state, actor, pull },
});

export function createPullRunStore(connection: Connection): PullRuns {
  const runs = databaseOf(connection).collection<PullRunDocument>('pull_runs');
  const yearOf = ({ board, bloc, year }: BlocYear) => ({ board, bloc, year });
  return {
    async begin(session, { id, ...run }) {
      if (await runs.findOne({ ...yearOf(run), state: 'running' }, { session })) throw pullRunning();
      try {
        // Nobody's yet: whoever begins it takes it like an abandoned one.
        const free = { owner: null, heldUntil: new Date(0), startedAt: run.pull.startedAt };
        await runs.insertOne({ ...plain(run), ...free, _id: id }, { session });
      } catch (error) {
        if (isDuplicateKey(error)) throw pullRunning();
        throw error;
      }
    },
    async find(name, id) {
      const found = await runs.findOne({ _id: id, ...yearOf(name) });
      return found ? toRun(found) : undefined;
    },
    async last(name, session) {
      const [newest] = await runs
        .find(yearOf(name), session ? { session } : {})
        .sort({ startedAt: -1 })
        .limit(1)
        .toArray();
      return newest && toRun(newest);
    },
    async save({ id, state, pull }, owner) {
      const { matchedCount } = await runs.updateOne({ _id: id, state: 'running', owner }, [
        { $set: { state, pull: { $literal: plain(pull) }, heldUntil: HELD } },
      ]);
      return matchedCount === 1;
    },
    async renew(ids, owner) {
      await runs.updateMany({ _id: { $in: [...ids] }, state: 'running', owner }, [{ $set: { heldUntil: HELD } }]);
    },
    async takeAbandoned(owner) {
      const taken = await runs.findOneAndUpdate(
        { state: 'running', $expr: { $lte: ['$heldUntil', '$$NOW'] } },
        [{ $set: { owner, heldUntil: HELD } }],
        { returnDocument: 'after' },
      );
      return taken ? toRun(taken) : undefined;
    },
    async release(id, owner) {
      await runs.updateOne({ _id: id, state: 'running', owner }, { $set: { heldUntil: new Date(0) } });
    },
  };
}

const pullRunning = (): Error =>
  precondition('pull_running', {
    vi: 'Đang có một lượt lấy phiếu của khối trong năm này',
    en: 'A pull of this bloc’s year is under way',
  });
