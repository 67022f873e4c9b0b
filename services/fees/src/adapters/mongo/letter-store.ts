import { fromExactText, plainDate, toExactText } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { GivenLetter, Letters } from '../../application/reminders/ports';

export const LETTERS = 'reminder_letters';

interface LetterDocument extends Pick<GivenLetter, 'debtor' | 'step' | 'givenAt' | 'givenBy'> {
  /** `board/debtor/day/about`, so each is given once for ever */
  readonly _id: string;
  readonly board: string;
  readonly day: string;
  /** `day/debtor/about`: the order of the list. */
  readonly order: string;
  /** What the letter says; see `toExactText`. */
  readonly content: string;
}

const CHUNK = 2_000;

const orderOf = ({ day, debtor, about }: GivenLetter): string => `${day}/${debtor}/${about}`;

function toDocument(board: string, letter: GivenLetter): LetterDocument {
  const { id, debtor, day, step, givenAt, givenBy, ...content } = letter;
  return { _id: `${board}/${id}`, board, debtor, day, step, order: orderOf(letter), givenAt, givenBy, content: toExactText(content) };
}

const toLetter = ({ _id, board, debtor, day, step, givenAt, givenBy, content }: LetterDocument): GivenLetter => ({
  ...fromExactText<Omit<GivenLetter, 'id' | 'debtor' | 'day' | 'step' | 'givenAt' | 'givenBy'>>(content),
  id: _id.slice(board.length + 1),
  debtor,
  day: plainDate(day),
  step,
  givenAt,
  givenBy,
});

/** Letters that debtors were given. */
export function createLetterStore(connection: Connection): Letters {
  const letters = databaseOf(connection).collection<LetterDocument>(LETTERS);
  return {
    async add(session: Session, board, given) {
      await letters.insertMany(
        given.map((letter) => toDocument(board, letter)),
        { session },
      );
    },

    async ofDebtors(session, board, debtors) {
      const found: GivenLetter[] = [];
      for (let start = 0; start < debtors.length; start += CHUNK) {
        const named = { board, debtor: { $in: debtors.slice(start, start + CHUNK) } };
        found.push(...(await letters.find(named, { session, batchSize: CHUNK }).sort({ order: 1 }).toArray()).map(toLetter));
      }
      return found;
    },

    async find(board, id) {
      const found = await letters.findOne({ _id: `${board}/${id}` });
      return found ? toLetter(found) : undefined;
    },

    async list(board, { debtor, day, step }, { after, count }) {
      const filter = {
        board,
        ...(debtor === undefined ? {} : { debtor }),
        ...(day === undefined ? {} : { day }),
        ...(step === undefined ? {} : { step }),
        ...(after === undefined ? {} : { order: { $lt: after } }),
      };
      return (await letters.find(filter).sort({ order: -1 }).limit(count).toArray()).map(toLetter);
    },
  };
}
