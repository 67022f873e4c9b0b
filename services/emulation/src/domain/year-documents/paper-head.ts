import type { AdministrativeDocument } from '@kcn/documents';
import type { PaperReference } from './meeting-record';
import type { YearDocumentKind, YearDocumentSource } from './year-document-source';
import { memberName, ROOM } from './wording';

type Head = Pick<AdministrativeDocument, 'form' | 'metadata' | 'issuer' | 'symbol' | 'marks' | 'place' | 'date'>;

/** What stands after the number until the office gives one: minutes, proposal, announcement of the bloc. */
const SYMBOLS: Readonly<Record<YearDocumentKind, string>> = {
  minutes: '……/BB-KTĐ',
  proposal: '……/TTr-KTĐ',
  ranking: '……/BXH-KTĐ',
};

const DRAFT = 'DỰ THẢO';

export const paperOf = ({ meeting }: YearDocumentSource, kind: YearDocumentKind): PaperReference | undefined => meeting?.papers[kind];

/** `Hội nghị bình xét thi đua năm 2019` and the like: what the file and the paper are called. */
export function paperHead(source: YearDocumentSource, kind: YearDocumentKind, title: string): Head {
  const { result, frozen, createdAt, meeting } = source;
  const { bloc } = result;
  const paper = paperOf(source, kind);
  const date = paper?.date ?? (kind === 'minutes' ? meeting?.heldOn : undefined);
  return {
    form: 'administrative',
    metadata: {
      title: `${title} – ${bloc.id} ${bloc.year.toString()}`,
      createdAt,
      author: memberName(bloc, bloc.leader),
      subject: bloc.name.vi,
    },
    issuer: { ...(bloc.ministry ? { parents: [bloc.ministry.vi.toUpperCase()] } : {}), names: [bloc.name.vi.toUpperCase()] },
    symbol: paper?.number ?? SYMBOLS[kind],
    ...(frozen ? {} : { marks: [DRAFT] }),
    place: meeting?.town ?? bloc.members.find(({ id }) => id === bloc.leader)?.province.name ?? ROOM,
    ...(date === undefined ? {} : { date }),
  };
}
