import type { AdministrativeDocument, Block } from '@kcn/documents';
import { formatDate } from '@kcn/vietnam';
import { awardOf } from '../awards/bloc-awards';
import { BLOC_AWARD_NAMES } from '../awards/decide-bloc-awards';
import { awardBlocks } from './award-sentences';
import { paperHead, paperOf } from './paper-head';
import { counted, memberName, periodText, pointsText, ROOM } from './wording';
import type { YearDocumentSource } from './year-document-source';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** Those who are proposed, in the order of the ranking. */
function nomineeTable({ result }: YearDocumentSource): Block {
  const { bloc, ranking, awards } = result;
  const rows = ranking.ranked.flatMap(({ member, rank, total }) => {
    const award = awardOf(awards, member);
    if (award !== 'flag' && award !== 'certificate') return [];
    return [[memberName(bloc, member), pointsText(total), rank.toString(), BLOC_AWARD_NAMES[award].vi]];
  });
  return {
    kind: 'table',
    size: 'small',
    columns: [
      { title: 'TT', width: 1, align: 'center' },
      { title: 'Tập thể', width: 9 },
      { title: 'Tổng điểm', width: 2, align: 'right' },
      { title: 'Xếp hạng', width: 2, align: 'center' },
      { title: 'Hình thức khen', width: 3, align: 'center' },
    ],
    rows: rows.map((cells, at) => ({ cells: [(at + 1).toString(), ...cells] })),
  };
}

/** Tờ trình: the bloc's leader proposes the awards to the authority. */
export function proposalOf(source: YearDocumentSource): AdministrativeDocument {
  const { result, criteria, meeting } = source;
  const { bloc, ranking, awards } = result;
  const minutes = paperOf(source, 'minutes');
  const authority = bloc.ministry?.vi ?? ROOM;
  const [first] = ranking.ranked.filter(({ rank }) => rank === 1);
  const year = bloc.year.toString();
  return {
    ...paperHead(source, 'proposal', 'Tờ trình khen thưởng'),
    heading: { kind: 'TỜ TRÌNH', subject: `Về việc đề nghị khen thưởng phong trào thi đua năm ${year}` },
    addressees: [authority],
    body: [
      ...criteria.legalBasis.map(({ code, title }) => paragraph(`Căn cứ ${title.vi} số ${code};`)),
      paragraph(
        minutes
          ? `Căn cứ Biên bản số ${minutes.number} ngày ${formatDate(minutes.date)} của Hội nghị bình xét thi đua năm ${year},`
          : `Căn cứ Biên bản Hội nghị bình xét thi đua năm ${year} của Khối,`,
      ),
      paragraph(
        `${bloc.name.vi} năm ${year} gồm ${counted(bloc.members.length)} đơn vị, Khối trưởng là ${memberName(bloc, bloc.leader)}${
          bloc.deputy === undefined ? '' : `, Khối phó là ${memberName(bloc, bloc.deputy)}`
        }.`,
      ),
      paragraph(
        `Khối đã chấm điểm, kiểm tra chéo và bình xét theo bộ tiêu chí ${criteria.version}, số liệu ${periodText(bloc.period)}: ${counted(ranking.ranked.length)} đơn vị được xếp hạng${
          first ? `, dẫn đầu là ${memberName(bloc, first.member)} với ${pointsText(first.total)} điểm` : ''
        }.`,
      ),
      ...(awards.flags.length + awards.certificates.length === 0 ? [] : [nomineeTable(source)]),
      ...awardBlocks(result),
      paragraph(`Kính đề nghị ${authority} xem xét, quyết định./.`),
    ],
    signatures: [
      {
        capacity: ['TM. KHỐI THI ĐUA', 'KHỐI TRƯỞNG', memberName(bloc, bloc.leader).toUpperCase()],
        ...(meeting ? { name: meeting.chair.name } : {}),
      },
    ],
    recipients: ['Như trên;', 'Các đơn vị thành viên Khối;', 'Lưu: VT.'],
  };
}
