import { instantFromDate, instantToDate } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { BlocYear } from '../../application/bloc/ports';
import type { RecordedStep, RecordKinds, YearCycle, YearCycles, YearRecords } from '../../application/cycle/ports';
import { plain } from './plain';

/** `year_cycles`: where each year stands; every change has its event beside it. */
interface YearCycleDocument extends Omit<YearCycle, 'steps'> {
  /** `board/bloc/year` */
  readonly _id: string;
  readonly steps: readonly RecordedStep[];
}

/** `year_records`: what was recorded in a year, append-only. */
interface YearRecordDocument extends BlocYear {
  /** `board/bloc/year/sequence` */
  readonly _id: string;
  readonly kind: keyof RecordKinds;
  readonly sequence: number;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly content: unknown;
}

export const yearId = ({ board, bloc, year }: BlocYear): string => `${board}/${bloc}/${year.toString()}`;
const inSession = (session: Session | undefined) => (session ? { session } : {});

export function createYearCycleStore(connection: Connection): YearCycles {
  const cycles = databaseOf(connection).collection<YearCycleDocument>('year_cycles');
  return {
    async find(name, session) {
      const found = await cycles.findOne({ _id: yearId(name) }, inSession(session));
      if (!found) return undefined;
      const { _id, ...cycle } = found;
      return cycle;
    },
    async save(session, cycle) {
      await cycles.replaceOne({ _id: yearId(cycle) }, plain(cycle), { session, upsert: true });
    },
  };
}

export function createYearRecordStore(connection: Connection): YearRecords {
  const records = databaseOf(connection).collection<YearRecordDocument>('year_records');
  return {
    async list<K extends keyof RecordKinds>({ board, bloc, year }: BlocYear, kind: K, session?: Session) {
      const found = await records.find({ board, bloc, year, kind }, inSession(session)).sort({ sequence: 1 }).toArray();
      return found.map(({ content, recordedAt, actor }) => ({
        ...(content as RecordKinds[K]),
        recordedAt: instantFromDate(recordedAt),
        actor,
      }));
    },
    async insert(session, name, { kind, sequence, content: { recordedAt, actor, ...content } }) {
      const { board, bloc, year } = name;
      const _id = `${yearId(name)}/${sequence.toString().padStart(8, '0')}`;
      await records.insertOne(
        { _id, board, bloc, year, kind, sequence, recordedAt: instantToDate(recordedAt), actor, content: plain(content) },
        { session },
      );
    },
  };
}
