import { renderDocx, renderPdf } from '@kcn/documents';
import { instant, plainDate } from '@kcn/kernel';
import { readDocx } from '@kcn/testkit/reading';
import { readSample, sampleCriteria, sampleInput } from '../../spec-support/bloc-sample';
import { NO_BALLOT, scoreRow, smallBloc, smallCriteria, smallInput } from '../../spec-support/small-bloc';
import { scoreBloc } from '../result/score-bloc';
import type { MeetingRecord } from './meeting-record';
import { yearDocumentOf } from './year-document';
import type { YearDocumentKind, YearDocumentSource } from './year-document-source';
import { YEAR_DOCUMENT_KINDS } from './year-document-source';

interface Expected {
  readonly ranking: readonly { readonly rank: number; readonly member: string; readonly total: string; readonly award: string }[];
}
const expected = JSON.parse(readSample('expected.json')) as Expected;

const meeting: MeetingRecord = {
  ...{ heldOn: plainDate('2019-12-27'), beginsAt: '08:30', endsAt: '11:45' },
  ...{ venue: 'Trung tâm Hội nghị tỉnh Hải Dương', town: 'Hải Dương' },
  chair: { name: 'Phạm Minh Phương', capacity: 'Trưởng Ban, Khối trưởng' },
  secretary: { name: 'Nguyễn Thị Hoa', capacity: 'Chánh Văn phòng' },
  attendees: sampleInput()
    .bloc.members.filter(({ id }) => id !== 'ha-nam')
    .map(({ id }) => ({ member: id, name: `Người đứng đầu ${id}`, capacity: 'Trưởng Ban' })),
  guests: [{ name: 'Trần Duy Đông', capacity: 'Vụ trưởng Vụ Quản lý các khu kinh tế' }],
  statements: ['Nhất trí cao với kết quả kiểm tra chéo.'],
  papers: {
    minutes: { number: '05/BB-KTĐ', date: plainDate('2019-12-27') },
    proposal: { number: '06/TTr-KTĐ', date: plainDate('2020-01-06') },
  },
};

const sample = (changes: Partial<YearDocumentSource> = {}): YearDocumentSource => ({
  result: scoreBloc(sampleInput()),
  criteria: sampleCriteria(),
  frozen: { revision: 1, missingReasons: new Map() },
  createdAt: instant('2019-12-28T02:00:00Z'),
  meeting,
  ...changes,
});
const read = async (kind: YearDocumentKind, source: YearDocumentSource) =>
  readDocx(await renderDocx(yearDocumentOf(kind, source))).paragraphs;
const has = (paragraphs: readonly string[], text: string): boolean => paragraphs.some((one) => one.includes(text));

/** Totals of the sample as a Vietnamese paper prints them. */
const printed = expected.ranking.map(({ member, total, ...rest }) => ({
  ...rest,
  name: sampleInput().bloc.members.find(({ id }) => id === member)?.name.vi ?? '',
  total: total.replace('.', ','),
}));

describe('the documents of the sample', () => {
  it.each(YEAR_DOCUMENT_KINDS)('%s: PDF and DOCX are the same bytes again, and say the state’s name and motto', async (kind) => {
    const [first, again] = [sample(), sample()].map((source) => yearDocumentOf(kind, source));
    expect(first && again).toBeTruthy();
    if (!first || !again) return;
    expect(renderPdf(first).equals(renderPdf(again))).toBe(true);
    expect((await renderDocx(first)).equals(await renderDocx(again))).toBe(true);
    const paragraphs = readDocx(await renderDocx(first)).paragraphs;
    for (const text of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'BỘ KẾ HOẠCH VÀ ĐẦU TƯ'])
      expect(paragraphs).toContain(text);
    expect(paragraphs).not.toContain('DỰ THẢO');
  });

  it('the ranking table has each place with total and award as the sample’s expected result has them', async () => {
    const paragraphs = await read('ranking', sample());
    const awards: Readonly<Record<string, readonly string[]>> = { flag: ['Cờ thi đua'], certificate: ['Bằng khen'], none: [] };
    printed.forEach(({ name, rank, total, award }, at) => {
      // TT, unit, four groups, penalties, total, rank, award.
      const from = paragraphs.indexOf(name);
      expect(paragraphs.slice(from - 1, from + 8 + (awards[award]?.length ?? 0))).toEqual([
        ...[(at + 1).toString(), name],
        ...Array<unknown>(5).fill(expect.stringMatching(/^\d+,\d\d$/)),
        ...[total, rank.toString(), ...(awards[award] ?? [])],
      ]);
    });
    expect(paragraphs).toContain(
      'Bộ tiêu chí dbsh-2019-1. Chỉ tiêu: 02 Cờ thi đua (từ 900,00 điểm), 03 Bằng khen (từ 800,00 điểm). Kết quả đã chốt, lần 1.',
    );
  });

  it('the minutes say who came, what decided the tie, how the votes fell, and whom the bloc chose', async () => {
    const paragraphs = await read('minutes', sample());
    for (const text of [
      'Số: 05/BB-KTĐ',
      'Hải Dương, ngày 27 tháng 12 năm 2019',
      'Thời gian: từ 08:30 đến 11:45 ngày 27/12/2019. Địa điểm: Trung tâm Hội nghị tỉnh Hải Dương.',
      'Chủ trì: Phạm Minh Phương, Trưởng Ban, Khối trưởng. Thư ký: Nguyễn Thị Hoa, Chánh Văn phòng.',
      'Vắng mặt: Ban Quản lý các khu công nghiệp tỉnh Hà Nam.',
      'Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh Thái Bình và Ban Quản lý các khu công nghiệp tỉnh Ninh Bình cùng đạt 860,94 điểm; thứ hạng được phân định theo điểm nhóm I (552,74; 546,06).',
      'Bỏ phiếu kín: 11 người có quyền bỏ phiếu, 11 phiếu thu về, cần ít nhất 08 phiếu để kết quả có giá trị.',
      'Đề nghị tặng Cờ thi đua cho 02 tập thể:',
      '1. Ban Quản lý các khu công nghiệp tỉnh Hải Dương (921,81 điểm);',
      '2. Ban Quản lý Khu kinh tế Hải Phòng (901,75 điểm).',
      'Đề nghị tặng Bằng khen cho 03 tập thể:',
      '3. Ban Quản lý các khu công nghiệp tỉnh Hưng Yên (869,24 điểm).',
      'CHỦ TRÌ',
      'Phạm Minh Phương',
    ])
      expect(paragraphs).toContain(text);
    // ballots.csv: ha-nam,4,6,1
    const at = paragraphs.lastIndexOf('Ban Quản lý các khu công nghiệp tỉnh Hà Nam');
    expect(paragraphs.slice(at + 1, at + 4)).toEqual(['4', '6', '1']);
  });

  it('the proposal names its legal basis, the minutes, and those proposed', async () => {
    const paragraphs = await read('proposal', sample());
    for (const text of [
      'TỜ TRÌNH',
      'Kính gửi: Bộ Kế hoạch và Đầu tư',
      'Số: 06/TTr-KTĐ',
      'Hải Dương, ngày 06 tháng 01 năm 2020',
      'Căn cứ Thông tư của Bộ Kế hoạch và Đầu tư về công tác thi đua, khen thưởng ngành số 07/2018/TT-BKHĐT;',
      'Căn cứ Biên bản số 05/BB-KTĐ ngày 27/12/2019 của Hội nghị bình xét thi đua năm 2019,',
      'Kính đề nghị Bộ Kế hoạch và Đầu tư xem xét, quyết định./.',
    ])
      expect(paragraphs).toContain(text);
    expect(has(paragraphs, 'dẫn đầu là Ban Quản lý các khu công nghiệp tỉnh Hải Dương với 921,81 điểm')).toBe(true);
    expect(printed.filter(({ name }) => paragraphs.includes(name)).map(({ award }) => award)).toEqual([
      ...['flag', 'flag', 'certificate', 'certificate', 'certificate'],
    ]);
  });
});

describe('until the ranking is frozen and the meeting recorded', () => {
  const { frozen: _frozen, meeting: _meeting, ...draft } = sample();
  it.each(YEAR_DOCUMENT_KINDS)('%s carries the mark of a draft and leaves room', async (kind) => {
    const paragraphs = await read(kind, draft);
    expect(paragraphs).toContain('DỰ THẢO');
    expect(has(paragraphs, 'Số: ……/')).toBe(true);
    expect(has(paragraphs, 'ngày …… tháng …… năm ………')).toBe(true);
  });
});

describe('a bloc with vetoed and missing members, lapsed places and equals', () => {
  it('each is named with its reason; nothing is proposed for them', async () => {
    const input = smallInput({
      bloc: smallBloc({ quota: { flags: { number: 1 }, certificates: 2 } }),
      rows: [scoreRow('b', 'V1', { verified: '1', checkedBy: 'a', reason: 'Kỷ luật' })],
      missing: new Set(['e']),
    });
    const source: YearDocumentSource = {
      result: scoreBloc(input),
      criteria: smallCriteria(),
      frozen: { revision: 2, missingReasons: new Map([['e', 'Không liên lạc được']]) },
      createdAt: instant('2026-07-20T00:00:00Z'),
    };
    const paragraphs = await read('minutes', source);
    expect(paragraphs).toContain('b: không xét khen: V1.');
    expect(paragraphs).toContain('e: chưa có phiếu chấm điểm được chấp nhận (Không liên lạc được).');
    expect(paragraphs).toContain('Chưa tổ chức bỏ phiếu suy tôn.');
    expect(source.result.ballot).toEqual(NO_BALLOT);
  });
});
