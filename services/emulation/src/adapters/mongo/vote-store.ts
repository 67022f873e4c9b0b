import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { BlocYear } from '../../application/bloc/ports';
import type { BallotBox, Vote, Votes } from '../../application/ballot/ports';
import type { BallotId, ElectorId, SecretBallot, Vote as Choice } from '../../domain/ballot/ballot';
import { plain } from './plain';
import { yearId } from './year-cycle-store';

/** `votes`: what is voted on and by whom, and the outcome once it is closed. */
interface VoteDocument extends Vote {
  readonly _id: string;
}

/** `vote_rolls`: who has voted, one document a year, sorted. */
interface RollDocument {
  readonly _id: string;
  readonly marked: readonly ElectorId[];
}

/** `ballot_boxes`: how was voted, one document a year, its ballots sorted by their random ids: no order or time of casting. */
interface BoxDocument {
  readonly _id: string;
  readonly ballots: readonly { readonly id: BallotId; readonly votes: Readonly<Record<string, Choice>> }[];
}

const inSession = (session: Session | undefined) => (session ? { session } : {});
const bySelf = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function createVoteStore(connection: Connection): Votes {
  const db = databaseOf(connection);
  const [votes, rolls] = [db.collection<VoteDocument>('votes'), db.collection<RollDocument>('vote_rolls')];
  const markedIn = async (name: BlocYear, session?: Session): Promise<readonly ElectorId[]> =>
    (await rolls.findOne({ _id: yearId(name) }, inSession(session)))?.marked ?? [];
  return {
    async find(name, session) {
      const found = await votes.findOne({ _id: yearId(name) }, inSession(session));
      if (!found) return undefined;
      const { _id, ...vote } = found;
      return vote;
    },
    async save(session, vote) {
      await votes.replaceOne({ _id: yearId(vote) }, plain(vote), { session, upsert: true });
    },
    roll: async (name, session) => new Set(await markedIn(name, session)),
    async mark(session, name, elector) {
      const marked = [...(await markedIn(name, session)), elector].toSorted(bySelf);
      await rolls.replaceOne({ _id: yearId(name) }, { marked }, { session, upsert: true });
    },
  };
}

export function createBallotBox(connection: Connection): BallotBox {
  const boxes = databaseOf(connection).collection<BoxDocument>('ballot_boxes');
  const ballotsIn = async (name: BlocYear, session?: Session) =>
    (await boxes.findOne({ _id: yearId(name) }, inSession(session)))?.ballots ?? [];
  return {
    async put(session, name, { id, votes }) {
      const choices = Object.fromEntries([...votes].toSorted(([a], [b]) => bySelf(a, b)));
      const ballots = [...(await ballotsIn(name, session)), { id, votes: choices }].toSorted((a, b) => bySelf(a.id, b.id));
      await boxes.replaceOne({ _id: yearId(name) }, { ballots }, { session, upsert: true });
    },
    async open(name, session) {
      return (await ballotsIn(name, session)).map(
        ({ id, votes }): SecretBallot => ({ kind: 'secret-ballot', id, votes: new Map(Object.entries(votes)) }),
      );
    },
  };
}
