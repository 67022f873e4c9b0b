import { z } from 'zod';
import { LOG_LEVELS } from '../logging/logger';

/** One message in both languages, as settings' faults are printed. */
const message = (vi: string, en: string): string => `${vi} / ${en}`;

const wholeNumber = (bounds: { readonly min: number; readonly max: number }): z.ZodType<number, string> => {
  const error = message(
    `phải là số nguyên từ ${String(bounds.min)} đến ${String(bounds.max)}`,
    `must be a whole number from ${String(bounds.min)} to ${String(bounds.max)}`,
  );
  return z
    .string()
    .regex(/^\d{1,15}$/, { error })
    .transform(Number)
    .pipe(z.number().min(bounds.min, { error }).max(bounds.max, { error }));
};

/** A TCP port; 0 lets the system choose one. `setting.port(8081)` has a default, `setting.port()` must be set. */
function port(fallback?: number): z.ZodType<number, string | undefined> {
  const schema = wholeNumber({ min: 0, max: 65_535 });
  return fallback === undefined ? schema : schema.default(fallback);
}

/** A whole number between bounds with a default, for limits and intervals; say the unit in the variable's name. */
const number = (options: {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}): z.ZodType<number, string | undefined> => wholeNumber(options).default(options.fallback);

/** `mongodb://host:port/database?replicaSet=…`; the database must be named, transactions need the replica set. */
const mongoUrl = (): z.ZodType<string, string> =>
  z.string().regex(/^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/, {
    error: message(
      'phải là địa chỉ MongoDB có tên cơ sở dữ liệu',
      'must be a MongoDB URL that names a database (mongodb://host:port/database?replicaSet=…)',
    ),
  });

/** `host:port,host:port` */
const brokers = (): z.ZodType<string[], string> =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(
      z
        .array(
          z.string().regex(/^[^\s:/]+:\d{1,5}$/, { error: message('mỗi broker phải có dạng máy:cổng', 'each broker must be host:port') }),
        )
        .min(1),
    );

/** `redis://host:port/db` or `rediss://…` */
const redisUrl = (): z.ZodType<string, string> =>
  z.string().regex(/^rediss?:\/\/\S+$/, { error: message('phải là địa chỉ Redis', 'must be a Redis URL (redis://host:port)') });

/** Absent means `info`. */
const logLevel = () =>
  z
    .enum(LOG_LEVELS, { error: message(`phải là một trong ${LOG_LEVELS.join(', ')}`, `must be one of ${LOG_LEVELS.join(', ')}`) })
    .default('info');

/** Any text that is not empty, such as a file's path or an address. */
const text = (): z.ZodType<string, string> =>
  z
    .string()
    .trim()
    .min(1, { error: message('không được để trống', 'must not be empty') });

/** Ready-made pieces for a service's settings schema. */
export const setting = { port, number, mongoUrl, brokers, redisUrl, logLevel, text };

/** Where tokens' public keys come from and what the tokens must say. */
export interface AuthConfig {
  readonly jwks: { readonly file: string } | { readonly url: string };
  readonly issuer: string;
  readonly audience: string;
}

/**
 * KCN_JWKS_FILE or KCN_JWKS_URL (exactly one), KCN_JWT_ISSUER, KCN_JWT_AUDIENCE → `{ auth }`. Join it to a service's own
 * schema: `z.object({…}).and(authSettings)`.
 */
export const authSettings = z
  .object({
    KCN_JWKS_FILE: text().optional(),
    KCN_JWKS_URL: z.url({ error: message('phải là một URL', 'must be a URL') }).optional(),
    KCN_JWT_ISSUER: text().default('kcn'),
    KCN_JWT_AUDIENCE: text().default('kcn'),
  })
  .superRefine((env, context) => {
    if ((env.KCN_JWKS_FILE === undefined) === (env.KCN_JWKS_URL === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['KCN_JWKS_FILE'],
        message: message('đặt đúng một trong KCN_JWKS_FILE và KCN_JWKS_URL', 'set exactly one of KCN_JWKS_FILE and KCN_JWKS_URL'),
      });
    }
  })
  .transform((env): { auth: AuthConfig } => ({
    auth: {
      jwks: env.KCN_JWKS_URL === undefined ? { file: env.KCN_JWKS_FILE ?? '' } : { url: env.KCN_JWKS_URL },
      issuer: env.KCN_JWT_ISSUER,
      audience: env.KCN_JWT_AUDIENCE,
    },
  }));
