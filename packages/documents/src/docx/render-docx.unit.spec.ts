import { unzipSync } from 'fflate';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { SaxesParser } from 'saxes';
import { renderDocx } from '../index';
import { awardCertificate, VERIFICATION_URL } from '../spec-support/award-certificate';
import { documentOf, longTable } from '../spec-support/minutes';
import { paymentNotice, VIETQR } from '../spec-support/payment-notice';

/** All text of a part; throws when it is no well-formed XML. */
function textOf(part: Uint8Array | undefined): string {
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => texts.push(text));
  parser.write(Buffer.from(part ?? []).toString()).close();
  return texts.join('');
}

function decodeImage(bytes: Uint8Array | undefined): string | undefined {
  const { data, width, height } = PNG.sync.read(Buffer.from(bytes ?? []));
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

const imageOf = (parts: Record<string, Uint8Array>): Uint8Array | undefined =>
  Object.entries(parts).find(([name]) => /^word\/media\/.+/.test(name))?.[1];

describe('renderDocx', () => {
  it('is a package of well-formed parts with all Vietnamese texts', async () => {
    const parts = unzipSync(await renderDocx(paymentNotice()));
    for (const [name, part] of Object.entries(parts)) if (/\.(xml|rels)$/.test(name)) expect(() => textOf(part)).not.toThrow();
    const text = textOf(parts['word/document.xml']);
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
    expect(decodeImage(imageOf(unzipSync(await renderDocx(paymentNotice()))))).toBe(VIETQR);
    expect(decodeImage(imageOf(unzipSync(await renderDocx(awardCertificate))))).toBe(VERIFICATION_URL);
  });

  it('escapes what looks like markup', async () => {
    const hostile = '</w:t></w:r><w:p> & "x" \'y\' <!-- ]]> {{a}}';
    const parts = unzipSync(await renderDocx(documentOf([{ kind: 'paragraph', text: hostile }])));
    expect(textOf(parts['word/document.xml'])).toContain(hostile);
  });

  it('marks header rows to be repeated', async () => {
    const xml = Buffer.from(unzipSync(await renderDocx(documentOf([longTable(300)])))['word/document.xml'] ?? []).toString();
    expect(xml.match(/<w:tblHeader\b/g)).toHaveLength(1);
  });
});
