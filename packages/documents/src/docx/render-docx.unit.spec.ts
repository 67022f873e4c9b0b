import { unzipSync } from 'fflate';
import { readDocx } from '@kcn/testkit/reading';
import { renderDocx } from '../index';
import { awardCertificate, VERIFICATION_URL } from '../spec-support/award-certificate';
import { documentOf, longTable } from '../spec-support/minutes';
import { paymentNotice, VIETQR } from '../spec-support/payment-notice';

describe('renderDocx', () => {
  it('is a package of well-formed parts with all Vietnamese texts', async () => {
    const { text } = readDocx(await renderDocx(paymentNotice()));
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'HẠ TẦNG KỸ THUẬT',
      'Số: 001/TB-HTKT',
      'Thành tiền',
      '103.145.430',
      'Nguyễn Thị Ngọc Ánh',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows codes that a decoder reads back', async () => {
    expect(readDocx(await renderDocx(paymentNotice())).codes).toEqual([VIETQR]);
    expect(readDocx(await renderDocx(awardCertificate)).codes).toEqual([VERIFICATION_URL]);
  });

  it('escapes what looks like markup', async () => {
    const hostile = '</w:t></w:r><w:p> & "x" \'y\' <!-- ]]> {{a}}';
    expect(readDocx(await renderDocx(documentOf([{ kind: 'paragraph', text: hostile }]))).text).toContain(hostile);
  });

  it('marks header rows to be repeated', async () => {
    const xml = Buffer.from(unzipSync(await renderDocx(documentOf([longTable(300)])))['word/document.xml'] ?? []).toString();
    expect(xml.match(/<w:tblHeader\b/g)).toHaveLength(1);
  });
});
