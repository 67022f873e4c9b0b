import { PassThrough, Writable } from 'node:stream';
import type { AdministrativeDocument } from '../index';
import { renderPdfBundle } from '../index';
import { documentOf } from '../spec-support/minutes';
import { paymentNotice } from '../spec-support/payment-notice';
import { pdfTexts } from '@kcn/testkit/reading';

const { metadata } = paymentNotice();

async function* notices(count: number, onTaken: (number: number) => void = () => undefined): AsyncGenerator<AdministrativeDocument> {
  for (let number = 1; number <= count; number += 1) {
    onTaken(number);
    yield paymentNotice(number);
  }
}

function collector(): { readonly target: PassThrough; bytes(): Buffer } {
  const target = new PassThrough();
  const chunks: Buffer[] = [];
  target.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { target, bytes: () => Buffer.concat(chunks) };
}

describe('renderPdfBundle', () => {
  it('prints all documents in their order and tells how far it is', async () => {
    const { target, bytes } = collector();
    const seen: number[] = [];
    const result = await renderPdfBundle(notices(30), target, { metadata, onProgress: ({ documents }) => seen.push(documents) });
    expect(result).toEqual({ documents: 30, pages: 30 });
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    const pages = await pdfTexts(bytes());
    expect(pages.map((text) => /Số: (\d+)/.exec(text)?.[1])).toEqual(seen.map((number) => String(number).padStart(3, '0')));
  });

  it('begins each document on a front side when printed two-sided', async () => {
    const { target, bytes } = collector();
    const result = await renderPdfBundle(notices(2), target, { metadata, twoSided: true });
    expect(result).toEqual({ documents: 2, pages: 3 });
    expect((await pdfTexts(bytes()))[1]?.trim()).toBe('');
  });

  it('waits for a slow reader instead of filling memory', async () => {
    const waiting: (() => void)[] = [];
    let isOpen = false;
    let taken = 0;
    const target = new Writable({
      highWaterMark: 1_024,
      write(_chunk, _encoding, done) {
        if (isOpen) done();
        else waiting.push(done);
      },
    });
    const running = renderPdfBundle(
      notices(60, (number) => {
        taken = number;
      }),
      target,
      { metadata },
    );
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 500; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeLessThan(10);
    isOpen = true;
    for (const done of waiting) done();
    expect(await running).toMatchObject({ documents: 60 });
  });

  it('names the document that cannot be printed and destroys the target', async () => {
    const { target } = collector();
    const documents = [paymentNotice(1), documentOf([{ kind: 'paragraph', text: 'a\u202Eb' }])];
    await expect(renderPdfBundle(documents, target, { metadata })).rejects.toMatchObject({
      code: 'document_refused',
      params: { document: 2 },
    });
    expect(target.destroyed).toBe(true);
  });

  it('refuses to make a file without pages', async () => {
    await expect(renderPdfBundle([], collector().target, { metadata })).rejects.toMatchObject({ code: 'bundle_empty' });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const running = renderPdfBundle(notices(1_000), collector().target, {
      metadata,
      signal: stop.signal,
      onProgress: ({ documents }) => {
        if (documents === 3) stop.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
});
