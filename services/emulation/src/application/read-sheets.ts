import type { Instant } from '@kcn/kernel';
import { notFound } from '@kcn/kernel';

/** A document as it was signed. */
export interface StoredDocument {
  readonly jws: Uint8Array;
  readonly revision: number;
}

export interface StoredRevision {
  readonly revision: number;
  readonly sha256: string;
  readonly signedAt: Instant;
}

export interface SheetAddress {
  readonly bloc: string;
  readonly member: string;
  readonly year: number;
}

/** What makes a board one that reads a sheet: leader, deputy, or the checker drawn for that member; a member reads its own. */
export type Duty = 'leader' | 'deputy' | 'checker' | 'self' | 'member';

export interface SheetReadPorts {
  /** Oldest first, above the revision. */
  readonly sheetsAfter: (address: SheetAddress & { readonly revision: number }) => Promise<readonly StoredDocument[]>;
  readonly revisionsOf: (address: SheetAddress) => Promise<readonly StoredRevision[]>;
  readonly leaderRecordsAfter: (address: {
    readonly bloc: string;
    readonly year: number;
    readonly revision: number;
  }) => Promise<readonly StoredDocument[]>;
  /** The `emulation-keys/1` document of the board that signs: the member, or the leader for its record. */
  readonly keySetOf: (board: string) => Promise<Uint8Array>;
  readonly leaderOf: (address: { readonly bloc: string; readonly year: number }) => Promise<string | undefined>;
  /** The duty of a board towards a sheet today; undefined where it has none (any more). */
  readonly findDuty: (reader: string, address: SheetAddress) => Promise<Duty | undefined>;
  /** Whether a board belongs to the bloc, and so may read the leader's record. */
  readonly isMember: (reader: string, address: { readonly bloc: string; readonly year: number }) => Promise<boolean>;
  /** Every read of a sheet is kept: who, which, in which duty. */
  readonly recordRead: (
    read: SheetAddress & { readonly reader: string; readonly duty: Duty; readonly revisions: readonly number[] },
  ) => Promise<void>;
}

export interface DocumentsAndKeys {
  readonly documents: readonly StoredDocument[];
  readonly keySet: Uint8Array;
}

/** What a deployment answers to other boards about the sheets that lie with it. */
export interface SheetReading {
  /** @throws DomainError not_found `unknown_sheet` for a board without a duty, and for what does not exist alike */
  sheetsAfter(reader: string, address: SheetAddress & { readonly revision: number }): Promise<DocumentsAndKeys>;
  /** @throws DomainError not_found `unknown_sheet` */
  revisionsOf(reader: string, address: SheetAddress): Promise<readonly StoredRevision[]>;
  /** @throws DomainError not_found `unknown_sheet` */
  leaderRecordsAfter(
    reader: string,
    address: { readonly bloc: string; readonly year: number; readonly revision: number },
  ): Promise<DocumentsAndKeys>;
}

/** What fits into one answer; whoever asks goes on from the last revision it got. */
const MAX_DOCUMENTS = 20;
const MAX_ANSWER_BYTES = 3_000_000;

export function createSheetReading(ports: SheetReadPorts): SheetReading {
  const dutyOf = async (reader: string, address: SheetAddress): Promise<Duty> => {
    const duty = await ports.findDuty(reader, address);
    if (duty === undefined) throw unknownSheet();
    return duty;
  };
  return {
    sheetsAfter: async (reader, address) => {
      const duty = await dutyOf(reader, address);
      const documents = firstThatFit(await ports.sheetsAfter(address));
      const { bloc, member, year } = address;
      await ports.recordRead({ bloc, member, year, reader, duty, revisions: documents.map(({ revision }) => revision) });
      return { documents, keySet: await ports.keySetOf(member) };
    },
    revisionsOf: async (reader, address) => {
      const duty = await dutyOf(reader, address);
      const revisions = await ports.revisionsOf(address);
      await ports.recordRead({ ...address, reader, duty, revisions: [] });
      return revisions;
    },
    leaderRecordsAfter: async (reader, address) => {
      const leader = await ports.leaderOf(address);
      if (leader === undefined || !(await ports.isMember(reader, address))) throw unknownSheet();
      return { documents: firstThatFit(await ports.leaderRecordsAfter(address)), keySet: await ports.keySetOf(leader) };
    },
  };
}

/** At least one, so that whoever asks always comes further. */
function firstThatFit(documents: readonly StoredDocument[]): readonly StoredDocument[] {
  let bytes = 0;
  return documents.slice(0, MAX_DOCUMENTS).filter(({ jws }, index) => (bytes += jws.byteLength) <= MAX_ANSWER_BYTES || index === 0);
}

const unknownSheet = (): Error => notFound('unknown_sheet', { vi: 'Không có phiếu chấm điểm này', en: 'There is no such score sheet' });
