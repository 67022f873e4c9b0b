import type { Instant } from '@kcn/kernel';
import { rowsByMember } from '../../domain/bloc/rows-by-member';
import type { ScoreRow } from '../../domain/bloc/score-rows';
import type { MemberFigures } from '../../domain/figures/member-figures';
import type { Seal } from '../../domain/keys/seal';
import type { EmulationSheet } from '../../domain/sheets/sheet';
import { readSheet } from '../../domain/sheets/sheet';
import { fromSheetFigures } from '../../domain/sheets/sheet-figures';
import { rowsWithSheet } from '../../domain/sheets/sheet-rows';
import type { BlocYear, FigureSource } from '../bloc/ports';
import type { BlocSet } from '../bloc/read-bloc-set';
import type { MemberFiles, ReceivedSheet, ReceivedSheets } from './ports';

export interface PulledSheetsOptions {
  readonly files: MemberFiles;
  readonly received: ReceivedSheets;
  readonly seal: Seal;
}

/** What a bloc's score is made from where its members' signed sheets count. */
export interface PulledInput {
  readonly figures: ReadonlyMap<string, MemberFigures>;
  readonly rows: readonly ScoreRow[];
  /** Members of whom no sheet counts. */
  readonly missing: ReadonlySet<string>;
  /** In the bloc's order. */
  readonly members: readonly FigureSource[];
}

/** Sheets held in memory as they were read: some blocs of the usual size, some tens of MiB. */
const HELD = 150;

/** The accepted sheets of a bloc's members. */
export function createPulledSheets({ files, received, seal }: PulledSheetsOptions) {
  const held = new Map<string, EmulationSheet>();

  /** Received bytes never change, so what they say is read once. */
  function sheetOf({ jws, jwsSha256, member }: ReceivedSheet): EmulationSheet {
    const known = held.get(jwsSha256) ?? read(jws, member);
    held.delete(jwsSha256);
    held.set(jwsSha256, known);
    for (const [oldest] of held) {
      if (held.size <= HELD) break;
      held.delete(oldest);
    }
    return known;
  }

  function read(jws: Uint8Array, member: string): EmulationSheet {
    const opened = seal.open(jws);
    if ('fault' in opened) throw new Error(`an accepted sheet of ${member} cannot be read any more: ${opened.fault}`);
    return readSheet(opened.document.value);
  }

  return {
    /**
     * @returns undefined where no member's key was pinned by then: the bloc is not ranked by sheets
     */
    async find(
      name: BlocYear,
      { bloc, criteria, rows }: Pick<BlocSet, 'bloc' | 'criteria' | 'rows'>,
      asOf: Instant | undefined,
    ): Promise<PulledInput | undefined> {
      const pinned = (await files.list(name)).some(({ pinnedAt }) => pinnedAt !== undefined && (asOf === undefined || pinnedAt <= asOf));
      if (!pinned) return undefined;
      const accepted = new Map(
        (await received.accepted(name, asOf)).map((sheet) => [sheet.member, { received: sheet, sheet: sheetOf(sheet) }]),
      );
      const rowsOf = rowsByMember(rows);
      return {
        figures: new Map([...accepted].map(([member, { sheet }]) => [member, fromSheetFigures(criteria, sheet.figures)])),
        rows: bloc.members.flatMap(({ id }) => {
          const [own, one] = [rowsOf.get(id) ?? [], accepted.get(id)];
          return one ? rowsWithSheet(own, one.sheet) : own;
        }),
        missing: new Set(bloc.members.map(({ id }) => id).filter((id) => !accepted.has(id))),
        members: bloc.members.flatMap(({ id }): readonly FigureSource[] => {
          const one = accepted.get(id);
          if (!one) return [];
          const { verdict, receivedAt } = one.received;
          return [
            {
              ...{ member: id, asOf: one.sheet.asOf, positions: {}, rulesVersion: '', summarySha256: '' },
              sheet: { revision: one.sheet.revision, sha256: one.received.sha256 ?? '', verdict, receivedAt },
            },
          ];
        }),
      };
    },
  };
}

export type PulledSheets = ReturnType<typeof createPulledSheets>;
