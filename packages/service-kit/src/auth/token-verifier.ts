import type { Principal, Role } from '@kcn/kernel';
import { DomainError, ROLES, unavailable } from '@kcn/kernel';
import type { JWTPayload } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { JwksSource } from './key-source';
import { createKeySource } from './key-source';

/** Only algorithms with a private and a public half: a verifier can then never sign. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256'];

export interface TokenVerifierOptions {
  readonly jwks: JwksSource;
  readonly issuer: string;
  readonly audience: string;
  /** How far clocks may differ; default 5 s. */
  readonly clockToleranceSeconds?: number;
  /** Verified tokens kept; default 1000, the least recently used goes first. */
  readonly cacheSize?: number;
}

export interface TokenVerifier {
  /**
   * The principal of a token.
   * @throws DomainError unauthenticated `bad_token`; unavailable `keys_unavailable` when the keys cannot be read
   */
  verify(token: string): Promise<Principal>;
  /** The principal of a token that was verified lately and still holds, without a turn of waiting. */
  findVerified?(token: string): Principal | undefined;
}

interface Verified {
  readonly principal: Principal;
  readonly untilMs: number;
}

/** A signature check costs more than the rest of a request, so its result is kept, but never longer than this. */
const KEEP_MS = 60_000;

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { issuer, audience, clockToleranceSeconds = 5, cacheSize = 1_000 } = options;
  const findKey = createKeySource(options.jwks);
  const cache = new Map<string, Verified>();
  const underCheck = new Map<string, Promise<Principal>>();

  function findCached(token: string, nowMs: number): Principal | undefined {
    const hit = cache.get(token);
    if (!hit) return undefined;
    cache.delete(token);
    if (hit.untilMs <= nowMs) return undefined;
    cache.set(token, hit);
    return hit.principal;
  }

  function keep(token: string, verified: Verified): void {
    cache.set(token, verified);
    if (cache.size <= cacheSize) return;
    const [oldest] = cache.keys();
    if (oldest !== undefined) cache.delete(oldest);
  }

  async function check(token: string, nowMs: number): Promise<Principal> {
    const payload = await readPayload(() =>
      jwtVerify(token, findKey, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'exp'],
      }),
    );
    const principal = toPrincipal(payload);
    keep(token, { principal, untilMs: Math.min(nowMs + KEEP_MS, ((payload.exp ?? 0) + clockToleranceSeconds) * 1_000) });
    return principal;
  }

  return {
    findVerified: (token) => findCached(token, Date.now()),
    verify: async (token) => {
      const nowMs = Date.now();
      const cached = findCached(token, nowMs);
      if (cached) return cached;
      // Requests that come while their token is being checked wait for that check.
      let checking = underCheck.get(token);
      if (!checking) {
        checking = check(token, nowMs).finally(() => underCheck.delete(token));
        underCheck.set(token, checking);
      }
      return checking;
    },
  };
}

async function readPayload(verify: () => Promise<{ readonly payload: JWTPayload }>): Promise<JWTPayload> {
  try {
    return (await verify()).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated({ vi: 'Phiên đăng nhập đã hết hạn', en: 'The token has expired' }, error);
    if (error instanceof errors.JWKSTimeout) throw keysUnavailable(error);
    if (error instanceof errors.JOSEError) throw unauthenticated({ vi: 'Mã xác thực không hợp lệ', en: 'The token is not valid' }, error);
    throw keysUnavailable(error);
  }
}

function toPrincipal(payload: JWTPayload): Principal {
  const boards = textList(payload['boards']);
  const roles = textList(payload['roles']).filter((role): role is Role => (ROLES as readonly string[]).includes(role));
  return { subject: payload.sub ?? '', boards, roles };
}

const textList = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

const keysUnavailable = (cause: unknown): DomainError =>
  unavailable('keys_unavailable', {
    vi: 'Chưa đọc được khóa công khai để kiểm tra mã xác thực',
    en: 'The public keys for checking tokens cannot be read',
    cause,
  });

/** No token, or one that does not hold. */
export const unauthenticated = (texts: { readonly vi: string; readonly en: string }, cause?: unknown): DomainError =>
  new DomainError({ category: 'unauthenticated', code: 'bad_token', ...texts, ...(cause === undefined ? {} : { cause }) });

/**
 * The token in an `Authorization: Bearer …` value.
 * @throws DomainError unauthenticated `bad_token`
 */
export function bearerToken(authorization: string | undefined): string {
  if (authorization !== undefined && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  throw unauthenticated({ vi: 'Cần mã xác thực (Authorization: Bearer …)', en: 'A token is needed (Authorization: Bearer …)' });
}
