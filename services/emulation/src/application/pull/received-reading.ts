import { notFound } from '@kcn/kernel';
import type { EvidenceFile } from '../../domain/sheets/evidence-file';
import { EVIDENCE_FORMAT } from '../../domain/sheets/evidence-file';
import { textOf } from '../bloc/bloc-files';
import type { BlocFileName } from '../bloc/file-names';
import type { BlocVersion, BlocVersions, BlocYear } from '../bloc/ports';
import type { SheetReadPorts } from '../read-sheets';
import { readLeaderYear } from './leader-year';
import type { MemberYear, ReceivedSheets } from './ports';

export interface ReceivedReadingOptions {
  readonly versions: BlocVersions;
  readonly received: ReceivedSheets;
  /** The read of a member's sheet is kept, also the leader's. */
  readonly recordRead: (board: string, read: Parameters<SheetReadPorts['recordRead']>[0]) => Promise<void>;
}

/** What the leader received, for the leader alone. */
export function createReceivedReading({ versions, received, recordRead }: ReceivedReadingOptions) {
  return {
    /** Without the bytes, in the order of arrival by member. @throws DomainError not_found `unknown_bloc` */
    async list(name: BlocYear) {
      await readLeaderYear(versions, name);
      return received.list(name);
    },

    /**
     * All that a verdict depends on, to judge the sheet again without any server.
     * @throws DomainError not_found `unknown_bloc`, `unknown_sheet`
     */
    async evidence(name: MemberYear, version: number): Promise<EvidenceFile> {
      await readLeaderYear(versions, name);
      const found = await received.find(name, version);
      if (!found) throw notFound('unknown_sheet', { vi: 'Không có phiếu chấm điểm này', en: 'There is no such score sheet' });
      const { board, bloc, year, member } = name;
      await recordRead(board, {
        bloc,
        year,
        member,
        reader: board,
        duty: 'leader',
        revisions: found.revision === null ? [] : [found.revision],
      });
      const judgedBy = await versions.find(name, found.blocVersion);
      return {
        format: EVIDENCE_FORMAT,
        member,
        sheet: Buffer.from(found.jws).toString('latin1'),
        receivedAt: found.receivedAt,
        deadline: found.deadline,
        keys: found.keys,
        lastAccepted: found.lastAccepted,
        criteria: fileText(judgedBy, 'criteria.json'),
        bloc: fileText(judgedBy, 'bloc.json'),
      };
    },
  };
}

function fileText(version: BlocVersion | undefined, name: BlocFileName): string {
  const file = version?.files.find((one) => one.name === name);
  const text = file && textOf(file);
  if (!text || !('content' in text)) throw new Error(`the ${name} that a sheet was judged by is not kept`);
  return text.content;
}

export type ReceivedReading = ReturnType<typeof createReceivedReading>;
