import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { renderDocx, renderPdf } from './index';
import { awardCertificate } from './spec-support/award-certificate';
import { paymentNotice } from './spec-support/payment-notice';

const ELSEWHERE = resolve(__dirname, '../jest.config.cjs');
const MARK = 'hashes=';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function hashes(): Promise<string> {
  const documents = [paymentNotice(), awardCertificate];
  const docx = [];
  for (const document of documents) docx.push(sha256(await renderDocx(document)));
  return [...documents.map((document) => sha256(renderPdf(document))), ...docx].join(' ');
}

describe('the same input', () => {
  it('gives the same bytes in one process, whatever was printed before', async () => {
    const first = await hashes();
    renderPdf(paymentNotice(7));
    await renderDocx(paymentNotice(7));
    expect(await hashes()).toBe(first);
    // Read by the process below's parent.
    if (process.env['KCN_PRINT_HASHES'] !== undefined) process.stderr.write(`${MARK}${first}\n`);
  });

  it('gives the same bytes in another process, zone and language', async () => {
    if (process.env['KCN_PRINT_HASHES'] !== undefined) return;
    const jest = require.resolve('jest/bin/jest');
    const shown = execFileSync(
      'sh',
      [
        '-c',
        `"$0" "$1" --config "$2" --globalSetup= --globalTeardown= --reporters=default --runTestsByPath "$3" 2>&1`,
        process.execPath,
        jest,
        ELSEWHERE,
        __filename,
      ],
      { env: { ...process.env, KCN_PRINT_HASHES: '1', TZ: 'America/New_York', LC_ALL: 'C' }, encoding: 'utf8' },
    );
    expect(shown).toContain(`${MARK}${await hashes()}`);
  });
});
