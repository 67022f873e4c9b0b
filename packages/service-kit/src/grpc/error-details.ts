import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import type { ErrorDetail } from '@kcn/kernel';

/**
 * The parts of google.rpc.Status that we send, as `grpc-status-details-bin` carries them: ErrorInfo (code and parameters),
 * LocalizedMessage (vi, en) and BadRequest (one field violation per detail, text as `code|vi|en`). Field numbers are those
 * of google/rpc/status.proto and error_details.proto, which never change.
 */
export interface ErrorDetails {
  readonly grpcCode: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly vi: string;
  readonly en: string;
  readonly details: readonly ErrorDetail[];
}

export const ERROR_DOMAIN = 'kcn.gov.vn';

const TYPES = {
  errorInfo: 'type.googleapis.com/google.rpc.ErrorInfo',
  localized: 'type.googleapis.com/google.rpc.LocalizedMessage',
  badRequest: 'type.googleapis.com/google.rpc.BadRequest',
} as const;

const LENGTH_DELIMITED = 2;
const tag = (field: number): number => (field << 3) | LENGTH_DELIMITED;

function any(writer: BinaryWriter, typeUrl: string, content: (inner: BinaryWriter) => void): void {
  writer.uint32(tag(3)).fork();
  writer.uint32(tag(1)).string(typeUrl);
  writer.uint32(tag(2)).fork();
  content(writer);
  writer.join().join();
}

export function encodeErrorDetails({ grpcCode, code, params, vi, en, details }: ErrorDetails): Buffer {
  const writer = new BinaryWriter();
  writer.uint32(8).int32(grpcCode).uint32(tag(2)).string(en);
  any(writer, TYPES.errorInfo, (inner) => {
    inner.uint32(tag(1)).string(code).uint32(tag(2)).string(ERROR_DOMAIN);
    for (const [name, value] of Object.entries(params))
      inner.uint32(tag(3)).fork().uint32(tag(1)).string(name).uint32(tag(2)).string(value).join();
  });
  for (const [locale, text] of [['vi', vi] as const, ['en', en] as const])
    any(writer, TYPES.localized, (inner) => inner.uint32(tag(1)).string(locale).uint32(tag(2)).string(text));
  if (details.length > 0) {
    any(writer, TYPES.badRequest, (inner) => {
      for (const detail of details)
        inner
          .uint32(tag(1))
          .fork()
          .uint32(tag(1))
          .string(detail.pointer ?? '')
          .uint32(tag(2))
          .string(JSON.stringify([detail.code, detail.vi, detail.en]))
          .join();
    });
  }
  return Buffer.from(writer.finish());
}

/** Fields of a message whose fields are all length-delimited (others are skipped), in order. */
function fieldsOf(bytes: Uint8Array): { readonly field: number; readonly value: Uint8Array }[] {
  const reader = new BinaryReader(bytes);
  const fields: { field: number; value: Uint8Array }[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === LENGTH_DELIMITED) fields.push({ field, value: reader.bytes() });
    else reader.skip(wireType);
  }
  return fields;
}

const decoder = new TextDecoder();
const textOf = (fields: ReturnType<typeof fieldsOf>, field: number): string => {
  const found = fields.find((candidate) => candidate.field === field);
  return found ? decoder.decode(found.value) : '';
};

/** What `encodeErrorDetails` wrote; undefined when the bytes are not ours. */
export function findErrorDetails(bytes: Uint8Array): Omit<ErrorDetails, 'grpcCode'> | undefined {
  try {
    return readDetails(bytes);
  } catch {
    return undefined;
  }
}

function readDetails(bytes: Uint8Array): Omit<ErrorDetails, 'grpcCode'> | undefined {
  let code: string | undefined;
  const texts: Record<string, string> = {};
  const params: Record<string, string> = {};
  const details: ErrorDetail[] = [];
  for (const { field, value } of fieldsOf(bytes)) {
    if (field !== 3) continue;
    const packed = fieldsOf(value);
    const typeUrl = textOf(packed, 1);
    const inner = fieldsOf(packed.find((part) => part.field === 2)?.value ?? new Uint8Array());
    if (typeUrl === TYPES.errorInfo && textOf(inner, 2) === ERROR_DOMAIN) {
      code = textOf(inner, 1);
      for (const entry of inner) if (entry.field === 3) params[textOf(fieldsOf(entry.value), 1)] = textOf(fieldsOf(entry.value), 2);
    } else if (typeUrl === TYPES.localized) {
      texts[textOf(inner, 1)] = textOf(inner, 2);
    } else if (typeUrl === TYPES.badRequest) {
      for (const violation of inner) details.push(readViolation(fieldsOf(violation.value)));
    }
  }
  return code === undefined ? undefined : { code, params, vi: texts['vi'] ?? '', en: texts['en'] ?? '', details };
}

function readViolation(fields: ReturnType<typeof fieldsOf>): ErrorDetail {
  const [code, vi, en] = JSON.parse(textOf(fields, 2)) as [string, string, string];
  const pointer = textOf(fields, 1);
  return { code, vi, en, ...(pointer !== '' && { pointer }) };
}
