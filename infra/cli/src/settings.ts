import { join, resolve } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Settings {
  /** Where the services are; '' where the deployment has no such service. */
  readonly registryUrl: string;
  readonly reportingUrl: string;
  readonly feesUrl: string;
  readonly emulationUrl: string;
  /** A ready-made bearer token; without it one is signed with `signingKeyFile`. */
  readonly token: string | undefined;
  readonly signingKeyFile: string;
  readonly issuer: string;
  readonly audience: string;
  /** The board of commands that name none. */
  readonly board: string | undefined;
  /** Where the boards' own keys lie, for who keeps them. */
  readonly signingKeysFolder: string | undefined;
}

/** This file lies at the same depth in `src` and in `dist`. */
const REPOSITORY = resolve(__dirname, '../../..');

/**
 * KCN_REGISTRY_URL, KCN_REPORTING_URL, KCN_FEES_URL, KCN_EMULATION_URL, KCN_TOKEN, KCN_SIGNING_KEY_FILE, KCN_JWT_ISSUER, KCN_JWT_AUDIENCE,
 * KCN_BOARD, KCN_SIGNING_KEYS_DIR; the defaults are those of the local start.
 */
export function loadSettings(env: Environment): Settings {
  return {
    registryUrl: env['KCN_REGISTRY_URL'] ?? 'http://127.0.0.1:8081',
    reportingUrl: env['KCN_REPORTING_URL'] ?? 'http://127.0.0.1:8083',
    feesUrl: env['KCN_FEES_URL'] ?? 'http://127.0.0.1:8082',
    emulationUrl: env['KCN_EMULATION_URL'] ?? 'http://127.0.0.1:8084',
    token: env['KCN_TOKEN'] || undefined,
    signingKeyFile: env['KCN_SIGNING_KEY_FILE'] || join(REPOSITORY, '.data', 'keys', 'signing-key.json'),
    issuer: env['KCN_JWT_ISSUER'] || 'kcn',
    audience: env['KCN_JWT_AUDIENCE'] || 'kcn',
    board: env['KCN_BOARD'] || undefined,
    signingKeysFolder: env['KCN_SIGNING_KEYS_DIR'] || undefined,
  };
}
