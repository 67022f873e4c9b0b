import type { AdministrativeDocument, Block } from '@kcn/documents';

import { toHundredths } from '../figures/points';
import { tieSentence } from './award-sentences';
import { paperHead } from './paper-head';
import { scoreTable, unrankedOf } from './score-table';
import { counted, memberName, periodText, pointsText } from './wording';
import type { YearDocumentSource } from './year-document-source';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

/** Bảng xếp hạng: the whole bloc on a landscape page, with what decided ties and why somebody has no rank. */
export function rankingPaperOf(source: YearDocumentSource): AdministrativeDocument {
  const { result, criteria, frozen, meeting } = source;
  const { bloc, ranking, awards } = result;
  const [flag, certificate] = [bloc.thresholds.flag, bloc.thresholds.certificate].map((from) => pointsText(toHundredths(from)));
  return {
    ...paperHead(source, 'ranking', 'Bảng xếp hạng thi đua'),
    orientation: 'landscape',
    heading: { kind: 'BẢNG XẾP HẠNG THI ĐUA', subject: `Năm ${bloc.year.toString()}, số liệu ${periodText(bloc.period)}` },
    body: [
      paragraph(
        `Bộ tiêu chí ${criteria.version}. Chỉ tiêu: ${counted(awards.flagPlaces)} Cờ thi đua (từ ${flag} điểm), ${counted(awards.certificatePlaces)} Bằng khen (từ ${certificate} điểm).${
          frozen ? ` Kết quả đã chốt, lần ${frozen.revision.toString()}.` : ' Kết quả tạm tính, chưa chốt.'
        }`,
      ),
      scoreTable(source),
      ...ranking.ties.map((tie) => paragraph(tieSentence(result, tie))),
      ...unrankedOf(source).map(({ member, why }) => paragraph(`${memberName(bloc, member)}: ${why}.`)),
    ],
    signatures: [
      {
        capacity: ['KHỐI TRƯỞNG', memberName(bloc, bloc.leader).toUpperCase()],
        ...(meeting ? { name: meeting.chair.name } : {}),
      },
    ],
    recipients: ['Các đơn vị thành viên Khối;', 'Lưu: VT.'],
  };
}
