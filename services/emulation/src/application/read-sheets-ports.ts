import { randomUUID } from 'node:crypto';
import { emulationEvents } from '@kcn/contracts';
import type { EventLog, Session } from '@kcn/messaging';
import type { Bloc } from '../domain/bloc/bloc';
import { mayReadSheet } from '../domain/cycle/sheet-access';
import type { CycleState } from '../domain/cycle/year-cycle';
import type { Seal } from '../domain/keys/seal';
import { readSheet } from '../domain/sheets/sheet';
import type { BlocVersions, BlocYear } from './bloc/ports';
import { readKeptSet } from './bloc/read-bloc-set';
import type { Duty, SheetAddress, SheetReadPorts } from './read-sheets';
import type { LeaderRecords } from './sheets/leader-record-ports';
import type { SignedRevisions } from './sheets/ports';

export interface OwnSheetsOptions {
  readonly versions: BlocVersions;
  readonly revisions: SignedRevisions;
  readonly leaderRecords: Pick<LeaderRecords, 'after'>;
  readonly log: EventLog;
  readonly transact: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  readonly seal: Seal;
  /** Where the year stands: the freeze ends the readers' duty. */
  readonly stateOf: (name: BlocYear) => Promise<CycleState>;
  /** What a board publishes of its keys. */
  readonly keySetOf: SheetReadPorts['keySetOf'];
}

type Read = Parameters<SheetReadPorts['recordRead']>[0];

/** Writes that somebody read a sheet into the log of the board where it was read. */
export const createReadRecord =
  ({ log, transact }: Pick<OwnSheetsOptions, 'log' | 'transact'>) =>
  async (board: string, { bloc, member, year, reader, duty, revisions }: Read): Promise<void> => {
    await transact((session) =>
      log.append(session, board, [
        {
          // Reads are independent of each other: each is a unit of its own.
          aggregate: `sheet-read:${randomUUID()}`,
          aggregateVersion: 1,
          type: emulationEvents.sheetRead.type,
          payload: emulationEvents.sheetRead.codec.encode({ bloc, member, year, reader, duty, revisions: [...revisions] }).finish(),
          actor: `board:${reader}`,
          cause: `read:${duty}`,
        },
      ]),
    );
  };

/** What a board has to do with a member's sheet; undefined where it may not read it. */
export function dutyOf(
  bloc: Bloc,
  { reader, member, state, handedIn }: { reader: string; member: string; state: CycleState; handedIn: boolean },
): Duty | undefined {
  if (!mayReadSheet({ bloc, state, reader, member, handedIn })) return undefined;
  if (reader === member) return 'self';
  if (reader === bloc.leader) return 'leader';
  return reader === bloc.deputy ? 'deputy' : 'checker';
}

/**
 * The sheets that the boards of this deployment signed, for the readers that each board's own copy of the bloc's files names:
 * who leads, who is deputy, who was drawn. Nothing is asked of anybody else, so no other board can make itself a reader.
 */
export function createOwnSheets({
  versions,
  revisions,
  leaderRecords,
  log,
  transact,
  seal,
  stateOf,
  keySetOf,
}: OwnSheetsOptions): SheetReadPorts {
  const recordRead = createReadRecord({ log, transact });
  const ownName = ({ bloc, member, year }: SheetAddress): BlocYear => ({ board: member, bloc, year });
  const blocOf = async (name: BlocYear): Promise<Bloc | undefined> => {
    const kept = await versions.last(name);
    return kept && (await readKeptSet(kept.files)).bloc;
  };
  /** A leader that keeps the bloc here: the record is its word. */
  const ledHere = async ({ bloc, year }: Pick<SheetAddress, 'bloc' | 'year'>): Promise<Bloc | undefined> => {
    for (const name of await versions.names({ bloc, year })) {
      const found = await blocOf(name);
      if (found?.leader === name.board) return found;
    }
    return undefined;
  };
  return {
    sheetsAfter: async (address) =>
      (await revisions.after(ownName(address), address.revision)).map(({ jws, revision }) => ({ jws, revision })),
    revisionsOf: async (address) =>
      (await revisions.after(ownName(address), 0)).map(({ jws, revision, sha256 }) => {
        const opened = seal.open(jws);
        if ('fault' in opened) throw new Error(`the own sheet ${revision.toString()} cannot be read: ${opened.fault}`);
        return { revision, sha256, signedAt: readSheet(opened.document.value).signedAt };
      }),
    async leaderRecordsAfter({ bloc, year, revision: since }) {
      const leading = await ledHere({ bloc, year });
      const found = leading ? await leaderRecords.after({ board: leading.leader, bloc, year }, since) : [];
      return found.map(({ jws, revision }) => ({ jws, revision }));
    },
    keySetOf,
    leaderOf: async (address) => (await ledHere(address))?.leader,
    async findDuty(reader, address) {
      const name = ownName(address);
      const bloc = await blocOf(name);
      if (!bloc) return undefined;
      const [handedIn, state] = await Promise.all([revisions.exists(name), stateOf(name)]);
      return dutyOf(bloc, { reader, member: address.member, state, handedIn });
    },
    isMember: async (reader, address) => (await ledHere(address))?.members.some(({ id }) => id === reader) ?? false,
    recordRead: (read) => recordRead(read.member, read),
  };
}
