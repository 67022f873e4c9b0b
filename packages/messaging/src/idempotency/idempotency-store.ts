import { DomainError } from '@kcn/kernel';
import { databaseOf } from '../mongo/database';
import type { Connection, Session } from '../mongo/database';
import { insertDocuments } from '../mongo/insert-documents';
import { translateMongoError } from '../mongo/mongo-errors';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** What is kept of a command that succeeded, so that its repetition gets the same answer and has no second effect. */
export interface RememberedCommand {
  readonly board: string;
  /** Chosen by the client, unique within the board. */
  readonly key: string;
  /** Hash of the request (method, path, body) to tell a repetition from a reuse. */
  readonly requestHash: string;
  readonly response: JsonValue;
  /** Last position of the events the command wrote; absent when it wrote none. */
  readonly lastPosition?: number;
  readonly recordedAt?: Date;
}

export interface IdempotencyStore {
  ensureIndexes(): Promise<void>;
  /** What is remembered under a key. Within a session it reads that transaction's snapshot. */
  find(session: Session | undefined, board: string, key: string): Promise<RememberedCommand | undefined>;
  findMany(session: Session | undefined, board: string, keys: readonly string[]): Promise<ReadonlyMap<string, RememberedCommand>>;
  /** Remembers a command in the transaction of its effect; a concurrent twin makes one of the two transactions fail. */
  remember(session: Session, command: RememberedCommand): Promise<void>;
  rememberMany(session: Session, commands: readonly RememberedCommand[]): Promise<void>;
}

/**
 * What the second of two equal commands gets: the first one's response.
 * @throws DomainError invalid `idempotency_key_reused` (HTTP 422) when the key stood for another request
 */
export function checkSameRequest(remembered: RememberedCommand, requestHash: string): RememberedCommand {
  if (remembered.requestHash === requestHash) return remembered;
  throw new DomainError({
    category: 'invalid',
    code: 'idempotency_key_reused',
    vi: `Khoá Idempotency-Key "${remembered.key}" đã dùng cho một yêu cầu khác`,
    en: `The Idempotency-Key "${remembered.key}" was used for another request`,
    params: { key: remembered.key },
  });
}

interface KeyDocument extends RememberedCommand {
  readonly _id: string;
}

/** Responses are small; a group has at most as many as fit one command many times over. */
const sizeOfKey = (): number => 10_000;

export const IDEMPOTENCY_COLLECTION = 'idempotency_keys';

/** Keys of commands in the collection `idempotency_keys`; the unique _id is `${board}/${key}`. */
export function createIdempotencyStore({ connection }: { readonly connection: Connection }): IdempotencyStore {
  const db = databaseOf(connection);
  const keys = db.collection<KeyDocument>(IDEMPOTENCY_COLLECTION);
  const idOf = (board: string, key: string): string => `${board}/${key}`;

  async function findMany(
    session: Session | undefined,
    board: string,
    wanted: readonly string[],
  ): Promise<ReadonlyMap<string, RememberedCommand>> {
    if (wanted.length === 0) return new Map();
    try {
      const found = await keys.find({ _id: { $in: wanted.map((key) => idOf(board, key)) } }, session ? { session } : {}).toArray();
      return new Map(found.map(({ _id, ...command }) => [command.key, command]));
    } catch (error) {
      // Within a transaction the caller's retry needs the driver's own error.
      throw session ? error : translateMongoError(error);
    }
  }

  async function rememberMany(session: Session, commands: readonly RememberedCommand[]): Promise<void> {
    if (commands.length === 0) return;
    const documents = commands.map((command): KeyDocument => ({ _id: idOf(command.board, command.key), ...command }));
    await insertDocuments(db, { session, collection: IDEMPOTENCY_COLLECTION, documents, sizeOf: sizeOfKey });
  }

  return {
    async ensureIndexes() {
      await db.createCollection(IDEMPOTENCY_COLLECTION).catch(() => undefined);
    },
    find: async (session, board, key) => (await findMany(session, board, [key])).get(key),
    findMany,
    remember: (session, command) => rememberMany(session, [command]),
    rememberMany,
  };
}
