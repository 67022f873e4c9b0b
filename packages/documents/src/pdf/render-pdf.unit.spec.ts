import { renderPdf } from '../index';
import { awardCertificate, VERIFICATION_URL } from '../spec-support/award-certificate';
import { documentOf, longTable } from '../spec-support/minutes';
import { paymentNotice, VIETQR } from '../spec-support/payment-notice';
import { decodePdfQr, pdfTexts } from '@kcn/testkit/reading';

describe('renderPdf', () => {
  it('holds every Vietnamese text of a notice as letters that a reader finds', async () => {
    const [text = '', ...more] = await pdfTexts(renderPdf(paymentNotice()));
    expect(more).toEqual([]);
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'HẠ TẦNG KỸ THUẬT',
      'Số: 001/TB-HTKT',
      'Lâm Đồng, ngày 05 tháng 10 năm 2026',
      'Kính gửi: Công ty TNHH Thực phẩm Đà Lạt Xanh',
      '15/HĐTLĐ-2019',
      'Thành tiền',
      '103.145.430',
      'Một trăm linh ba triệu một trăm bốn mươi lăm nghìn bốn trăm ba mươi',
      'Nguyễn Thị Ngọc Ánh',
      'Lưu: VT, KT (02).',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('keeps letters readable whatever was printed before', async () => {
    // A letter's glyph is a part of others (Y of Ỳ), and some glyphs stand for two code points (space, no-break space).
    renderPdf(documentOf([{ kind: 'paragraph', text: 'ỲỸỶ\u00A0Ế' }]));
    const letters = [...'AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYaăâbcdđeêghiklmnoôơpqrstuưvxyẾỆỬỰỲỸỶế ệ'].join('');
    for (const run of [{ text: letters }, { text: letters, bold: true }, { text: letters, italic: true }]) {
      const [text] = await pdfTexts(renderPdf(documentOf([{ kind: 'paragraph', align: 'left', text: [run] }])));
      expect(text?.replaceAll(' ', '')).toContain(letters.replaceAll(' ', ''));
    }
  });

  it('keeps a certificate with long texts on one page', async () => {
    const long = (length: number): string =>
      'Công ty TNHH một thành viên linh kiện điện tử và dịch vụ hỗ trợ '.repeat(6).slice(0, length).trim();
    const pages = await pdfTexts(
      renderPdf({
        ...awardCertificate,
        authority: ['CHỦ TỊCH', 'ỦY BAN NHÂN DÂN', 'TỈNH HƯNG YÊN'],
        recipient: long(160).toUpperCase(),
        body: [long(150), long(300)].map((text) => ({ kind: 'paragraph', align: 'center', text })),
        signature: { capacity: ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'], name: 'Nguyễn Văn An' },
      }),
    );
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('Nguyễn Văn An');
  });

  it('draws codes that a decoder reads back', async () => {
    expect(await decodePdfQr(renderPdf(paymentNotice()))).toBe(VIETQR);
    expect(await decodePdfQr(renderPdf(awardCertificate))).toBe(VERIFICATION_URL);
  });

  it('puts a certificate on one page', async () => {
    const pages = await pdfTexts(renderPdf(awardCertificate));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain('CÔNG TY TNHH ĐIỆN TỬ THĂNG LONG');
  });

  it('writes zeros before days below 10 and the months 1 and 2 only', async () => {
    const [text] = await pdfTexts(renderPdf(documentOf([])));
    expect(text).toContain('Hậu Giang, ngày 05 tháng 02 năm 2026');
  });

  it('repeats the header of a table of 2 000 rows on every page, loses no row, numbers from page 2', async () => {
    const pages = await pdfTexts(renderPdf(documentOf([longTable(2_000)])));
    expect(pages.length).toBeGreaterThan(30);
    const withRows = pages.filter((text) => /R\d+\./.test(text));
    expect(withRows.every((text) => text.includes('Số thứ tự') && text.includes('Số tiền'))).toBe(true);
    const rows = pages.flatMap((text) => [...text.matchAll(/R(\d+)\./g)].map(([, row]) => Number(row)));
    expect(rows).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1));
    expect(pages[0]).not.toMatch(/^\s*1 /);
    for (const [index, text] of pages.entries()) if (index > 0) expect(text.trimStart()).toMatch(new RegExp(`^${String(index + 1)}\\b`));
  });

  it('cuts words that no line holds and rows that no page holds, keeping every letter', async () => {
    const long = 'Ế'.repeat(3_000);
    const letters = (pages: string[]): number => pages.join('').split('Ế').length - 1;
    expect(letters(await pdfTexts(renderPdf(documentOf([{ kind: 'paragraph', text: long }]))))).toBe(3_000);
    const cell = documentOf([
      {
        kind: 'table',
        columns: [
          { title: 'A', width: 1 },
          { title: 'B', width: 9 },
        ],
        rows: [{ cells: [long, 'b'] }],
      },
    ]);
    expect(letters(await pdfTexts(renderPdf(cell)))).toBe(3_000);
  });

  it('begins an attachment on a page of its own, numbered from 1, and keeps the last paragraph with the signatures', async () => {
    const body = Array.from({ length: 31 }, (_, index) => ({
      kind: 'paragraph' as const,
      text: `Điểm ${String(index + 1)} của biên bản.`,
    }));
    const attachments = [{ label: 'Phụ lục', title: 'Chi tiết', orientation: 'landscape' as const, body: [longTable(3)] }];
    const pages = await pdfTexts(renderPdf(documentOf(body, { attachments })));
    const signed = pages.find((text) => text.includes('ĐẠI DIỆN BÊN A')) ?? '';
    expect(signed).toContain('Điểm 31');
    expect(pages.at(-1)?.trimStart()).toMatch(/^Phụ lục/);
  });

  it('breaks pages where it is told to', async () => {
    const pages = await pdfTexts(
      renderPdf(documentOf([{ kind: 'paragraph', text: 'Trang một' }, { kind: 'page-break' }, { kind: 'paragraph', text: 'Trang hai' }])),
    );
    expect(pages[0]).toContain('Trang một');
    expect(pages[1]).toContain('Trang hai');
  });
});
