import type { AdministrativeDocument, Block } from '@kcn/documents';
import { formatDate } from '@kcn/vietnam';
import { awardBlocks, tieSentence } from './award-sentences';
import { ballotBlocks } from './ballot-blocks';
import type { MeetingRecord } from './meeting-record';
import { paperHead } from './paper-head';
import { scoreTable, unrankedOf } from './score-table';
import { counted, listed, memberName, periodText, ROOM } from './wording';
import type { YearDocumentSource } from './year-document-source';

const heading = (text: string): Block => ({ kind: 'heading', level: 2, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const points = (texts: readonly string[], empty: string): Block => ({
  kind: 'points',
  points: (texts.length === 0 ? [empty] : texts).map((text) => ({ label: '-', text })),
});

/** When, where, who. */
function openingBlocks({ result }: YearDocumentSource, meeting: MeetingRecord | undefined): readonly Block[] {
  const { bloc } = result;
  const attendees = meeting?.attendees ?? [];
  const present = new Set(attendees.map(({ member }) => member));
  const absent = bloc.members.filter(({ id }) => !present.has(id));
  const person = (one: { readonly name: string; readonly capacity: string } | undefined): string =>
    one ? `${one.name}, ${one.capacity}` : ROOM;
  return [
    heading('I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN'),
    paragraph(
      meeting
        ? `Thời gian: từ ${meeting.beginsAt} đến ${meeting.endsAt} ngày ${formatDate(meeting.heldOn)}. Địa điểm: ${meeting.venue}.`
        : `Thời gian: ${ROOM}. Địa điểm: ${ROOM}.`,
    ),
    paragraph(`Chủ trì: ${person(meeting?.chair)}. Thư ký: ${person(meeting?.secretary)}.`),
    paragraph('Thành phần tham dự:'),
    points([...(meeting?.guests ?? []).map(person), ...attendees.map((one) => `${memberName(bloc, one.member)}: ${person(one)}`)], ROOM),
    ...(meeting && absent.length > 0 ? [paragraph(`Vắng mặt: ${listed(absent.map(({ name }) => name.vi))}.`)] : []),
  ];
}

function scoringBlocks(source: YearDocumentSource): readonly Block[] {
  const { result, criteria } = source;
  const { bloc, ranking } = result;
  const unranked = unrankedOf(source);
  return [
    heading('II. KẾT QUẢ CHẤM ĐIỂM VÀ XẾP HẠNG'),
    paragraph(
      `Khối gồm ${counted(bloc.members.length)} đơn vị thành viên; ${counted(ranking.ranked.length)} đơn vị được xếp hạng theo bộ tiêu chí ${criteria.version}, số liệu ${periodText(bloc.period)}.`,
    ),
    scoreTable(source),
    ...ranking.ties.map((tie) => paragraph(tieSentence(result, tie))),
    ...unranked.map(({ member, why }) => paragraph(`${memberName(bloc, member)}: ${why}.`)),
  ];
}

/** Biên bản họp khối: the minutes of the meeting at which the bloc chose. */
export function minutesOf(source: YearDocumentSource): AdministrativeDocument {
  const { result, meeting } = source;
  const { bloc } = result;
  return {
    ...paperHead(source, 'minutes', 'Biên bản bình xét thi đua'),
    heading: { kind: 'BIÊN BẢN', subject: `Hội nghị bình xét thi đua năm ${bloc.year.toString()}` },
    body: [
      ...openingBlocks(source, meeting),
      ...scoringBlocks(source),
      heading('III. Ý KIẾN THẢO LUẬN'),
      points(meeting?.statements ?? [], meeting ? 'Các đơn vị nhất trí với kết quả chấm điểm.' : ROOM),
      heading('IV. KẾT QUẢ BỎ PHIẾU'),
      ...ballotBlocks(result),
      heading('V. KẾT LUẬN'),
      ...awardBlocks(result),
      paragraph('Biên bản được thông qua tại Hội nghị và lưu trong hồ sơ đề nghị khen thưởng của Khối./.'),
    ],
    signatures: [
      { capacity: ['THƯ KÝ'], note: '(Ký, ghi rõ họ tên)', ...(meeting ? { name: meeting.secretary.name } : {}) },
      { capacity: ['CHỦ TRÌ'], note: '(Ký, ghi rõ họ tên)', ...(meeting ? { name: meeting.chair.name } : {}) },
    ],
    recipients: ['Các đơn vị thành viên Khối;', 'Lưu: VT.'],
  };
}
