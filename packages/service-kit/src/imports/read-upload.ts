import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { DomainError, invalid } from '@kcn/kernel';
import type { UploadedFile } from '@kcn/tables';

export interface UploadLimits {
  readonly fileBytes: number;
  /** All files of one request together. */
  readonly totalBytes: number;
  readonly files: number;
}

export const UPLOAD_LIMITS: UploadLimits = { fileBytes: 64 * 1_024 * 1_024, totalBytes: 256 * 1_024 * 1_024, files: 20 };

/** A body over the limit is read on and thrown away up to this, so that the client gets to read the refusal. */
const DRAIN_BYTES = 512 * 1_024 * 1_024;

export interface Upload {
  readonly files: readonly UploadedFile[];
  /** sha256 (hex) by file name. */
  readonly digests: Readonly<Record<string, string>>;
}

const tooLarge = (name: string, limitBytes: number): DomainError =>
  new DomainError({
    category: 'too_large',
    code: 'file_too_large',
    vi: `Tệp "${name}" lớn hơn ${String(limitBytes / 1_048_576)} MB; hãy chia nhỏ`,
    en: `The file "${name}" is larger than ${String(limitBytes / 1_048_576)} MB; split it`,
    params: { file: name, limitBytes },
  });

const notMultipart = (): DomainError =>
  invalid('unsupported_media_type', {
    vi: 'Nội dung phải là multipart/form-data, mỗi tệp một phần',
    en: 'The body must be multipart/form-data, one part for each file',
  });
const brokenUpload = (): DomainError =>
  invalid('malformed_upload', { vi: 'Nội dung tải lên bị hỏng hoặc bị ngắt', en: 'The upload is broken or was cut off' });
const noFile = (): DomainError => invalid('no_file', { vi: 'Không có tệp nào', en: 'There is no file' });

export interface UploadOptions {
  readonly limits: UploadLimits;
  /** Whether a part's own name says which layout its file has; else its filename does. */
  readonly isLayoutName: (name: string) => boolean;
}

/**
 * The files of a multipart request. Nothing over a limit is kept in memory.
 * @throws DomainError invalid `unsupported_media_type`, `malformed_upload`, `no_file`; too_large `file_too_large`
 */
export async function readUpload(request: IncomingMessage, { limits, isLayoutName }: UploadOptions): Promise<Upload> {
  const files: UploadedFile[] = [];
  const digests: Record<string, string> = {};
  let total = 0;
  let refusal: DomainError | undefined;

  const takeFile = (name: string, stream: Readable): void => {
    const chunks: Buffer[] = [];
    const hash = createHash('sha256');
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      total += chunk.length;
      if (size > limits.fileBytes) refusal ??= tooLarge(name, limits.fileBytes);
      else if (total > limits.totalBytes) refusal ??= tooLarge(name, limits.totalBytes);
      if (refusal) {
        chunks.length = 0;
        return;
      }
      hash.update(chunk);
      chunks.push(chunk);
    });
    stream.on('end', () => {
      if (refusal) return;
      files.push({ name, bytes: Buffer.concat(chunks) });
      // Two parts of one name stay two in the hash, and are refused as such later.
      digests[`${name}#${String(files.length)}`] = hash.digest('hex');
    });
    // Cut off: the parser itself reports it.
    stream.on('error', () => undefined);
  };

  await new Promise<void>((resolve, reject) => {
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: request.headers,
        defParamCharset: 'utf8',
        limits: { files: limits.files, fileSize: DRAIN_BYTES, fields: 0 },
      });
    } catch {
      reject(notMultipart());
      return;
    }
    parser.on('file', (part, stream, { filename }) => {
      takeFile(isLayoutName(part) || !filename ? part : (filename.split(/[\\/]/).at(-1) ?? part), stream);
    });
    parser.on('filesLimit', () => (refusal ??= brokenUpload()));
    parser.on(
      'fieldsLimit',
      () =>
        (refusal ??= invalid('not_a_file', {
          vi: 'Mỗi phần phải là một tệp có tên (filename)',
          en: 'Each part must be a file with a filename',
        })),
    );
    parser.on('error', () => {
      reject(refusal ?? brokenUpload());
    });
    parser.on('close', resolve);
    request.on('aborted', () => {
      reject(brokenUpload());
    });
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > DRAIN_BYTES) reject(tooLarge('', limits.totalBytes));
    else request.pipe(parser);
  });
  if (refusal) throw refusal;
  if (files.length === 0) throw noFile();
  return { files, digests };
}
