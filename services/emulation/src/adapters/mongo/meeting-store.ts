import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { BlocYear } from '../../application/bloc/ports';
import type { KeptMeeting, Meetings } from '../../application/documents/ports';
import { plain } from './plain';

/** `bloc_meetings`: the records of a bloc's meeting, append-only. */
interface MeetingDocument extends KeptMeeting {
  /** `board/bloc/2019/000001` */
  readonly _id: string;
}

/** Meeting records; nothing here changes or deletes one. */
export function createMeetingStore(connection: Connection): Meetings {
  const collection = databaseOf(connection).collection<MeetingDocument>('bloc_meetings');
  return {
    async last({ board, bloc, year }: BlocYear, session) {
      const [newest] = await collection
        .find({ board, bloc, year }, session ? { session } : {})
        .sort({ revision: -1 })
        .limit(1)
        .toArray();
      if (!newest) return undefined;
      const { _id, ...meeting } = newest;
      return meeting;
    },
    async insert(session, meeting) {
      const { board, bloc, year, revision } = meeting;
      const _id = `${board}/${bloc}/${year.toString()}/${revision.toString().padStart(6, '0')}`;
      await collection.insertOne({ _id, ...plain(meeting) }, { session });
    },
  };
}
