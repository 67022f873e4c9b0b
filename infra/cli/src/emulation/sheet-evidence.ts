import { usageError } from '../cli-error';

export interface SheetAlone {
  /** Compact JWS. */
  readonly sheet: string;
  /** A JWK set, a published key set, or a list of keys with their validity. */
  readonly keySet: Uint8Array;
  readonly criteria: string;
  readonly bloc: string;
  readonly receivedAt: string;
}

/** Keys of a plain JWK set have no validity of their own. */
const ALWAYS = { validFrom: '1970-01-01T00:00:00.000Z', validTo: '2199-12-31T23:59:59.999Z', revokedAt: null };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const badKeys = (): Error =>
  usageError('bad_key_set', {
    vi: 'Tệp --keys không phải là bộ khóa (JWK Set, hoặc emulation-keys/1)',
    en: 'The file of --keys is no key set (JWK Set, or emulation-keys/1)',
  });

function keysOf(keySet: Uint8Array): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(keySet));
  } catch {
    throw badKeys();
  }
  const keys = isRecord(parsed) ? (parsed['keys'] ?? [parsed]) : parsed;
  if (!Array.isArray(keys)) throw badKeys();
  return keys.map((key: unknown) => {
    if (!isRecord(key)) throw badKeys();
    if (isRecord(key['jwk'])) {
      const { jwk, validFrom, validTo, revokedAt = null } = key;
      return { jwk, validFrom, validTo, revokedAt };
    }
    const { kty, crv, x } = key;
    return { jwk: { kty, crv, x }, ...ALWAYS };
  });
}

/** Whose sheet it says to be; the verdict is about whether that is so. */
function memberOf(sheet: string): string {
  try {
    const payload = JSON.parse(Buffer.from(sheet.split('.')[1] ?? '', 'base64url').toString('utf8')) as unknown;
    if (isRecord(payload) && typeof payload['member'] === 'string') return payload['member'];
  } catch {
    // Falls through: what cannot be read is judged as such.
  }
  return 'unknown';
}

/** The `emulation-evidence/1` document of a sheet that stands alone, with the files that belong to it. */
export const evidenceOf = ({ sheet, keySet, criteria, bloc, receivedAt }: SheetAlone): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      ...{ format: 'emulation-evidence/1', member: memberOf(sheet), sheet, receivedAt, deadline: null },
      ...{ keys: keysOf(keySet), lastAccepted: null, criteria, bloc },
    }),
  );
