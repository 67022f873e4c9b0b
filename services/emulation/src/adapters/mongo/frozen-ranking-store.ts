import { fromExactText, instantFromDate, instantToDate, toExactText } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { BlocYear } from '../../application/bloc/ports';
import type { Appeals, KeptAppeal } from '../../application/freeze/appeals';
import type { FrozenRanking, FrozenRankings, Publication } from '../../application/freeze/ports';
import { bytesOf } from './collections';
import { plain } from './plain';
import { yearId } from './year-cycle-store';

/** What is computed with; see `toExactText`. */
type Content = Pick<FrozenRanking, 'result' | 'missingReasons' | 'figureSources' | 'hosted' | 'differences'>;

/** `frozen_rankings`: results as they were frozen, append-only. */
interface FrozenRankingDocument extends Omit<FrozenRanking, keyof Content | 'frozenAt' | 'bytes'> {
  /** `board/bloc/year/revision` */
  readonly _id: string;
  readonly frozenAt: Date;
  readonly bytes: mongo.Binary;
  readonly content: string;
}

/** `ranking_publications`: which revisions the members may see, append-only. */
interface PublicationDocument extends Omit<Publication, 'publishedAt'>, BlocYear {
  readonly _id: string;
  readonly publishedAt: Date;
}

/** `appeals`: each with its decision once there is one. */
interface AppealDocument extends Omit<KeptAppeal, 'id'> {
  readonly _id: string;
}

const idOf = (name: BlocYear, revision: number): string => `${yearId(name)}/${revision.toString().padStart(6, '0')}`;
const inSession = (session: Session | undefined) => (session ? { session } : {});

function toRanking({ _id, frozenAt, bytes, content, ...rest }: FrozenRankingDocument): FrozenRanking {
  return { ...rest, ...fromExactText<Content>(content), frozenAt: instantFromDate(frozenAt), bytes: bytesOf(bytes) };
}

export function createFrozenRankingStore(connection: Connection): FrozenRankings {
  const db = databaseOf(connection);
  const rankings = db.collection<FrozenRankingDocument>('frozen_rankings');
  const publications = db.collection<PublicationDocument>('ranking_publications');
  return {
    async last({ board, bloc, year }, session) {
      const [newest] = await rankings.find({ board, bloc, year }, inSession(session)).sort({ revision: -1 }).limit(1).toArray();
      return newest && toRanking(newest);
    },
    async find(name, revision, session) {
      const found = await rankings.findOne({ _id: idOf(name, revision) }, inSession(session));
      return found ? toRanking(found) : undefined;
    },
    async insert(session, { frozenAt, bytes, result, missingReasons, figureSources, hosted, differences, ...rest }) {
      await rankings.insertOne(
        {
          ...rest,
          _id: idOf(rest, rest.revision),
          frozenAt: instantToDate(frozenAt),
          bytes: new mongo.Binary(bytes),
          content: toExactText({ result, missingReasons, figureSources, hosted, differences }),
        },
        { session },
      );
    },
    async publications({ board, bloc, year }, session) {
      const found = await publications.find({ board, bloc, year }, inSession(session)).sort({ revision: -1 }).toArray();
      return found.map(({ revision, publishedAt, actor, appealUntil }) => ({
        ...{ revision, actor, appealUntil },
        publishedAt: instantFromDate(publishedAt),
      }));
    },
    async publish(session, name, { publishedAt, ...publication }) {
      const { board, bloc, year } = name;
      await publications.insertOne(
        { _id: idOf(name, publication.revision), ...{ board, bloc, year }, ...publication, publishedAt: instantToDate(publishedAt) },
        { session },
      );
    },
  };
}

export function createAppealStore(connection: Connection): Appeals {
  const appeals = databaseOf(connection).collection<AppealDocument>('appeals');
  return {
    async list({ board, bloc, year }, session) {
      const found = await appeals.find({ board, bloc, year }, inSession(session)).sort({ filedAt: 1, _id: 1 }).toArray();
      return found.map(({ _id: id, ...appeal }) => ({ ...appeal, id }));
    },
    async save(session, { id, ...appeal }) {
      await appeals.replaceOne({ _id: id }, plain(appeal), { session, upsert: true });
    },
  };
}
