import { topics } from '@kcn/contracts';
import type { AuthConfig, ConfigResult, Environment, LogLevel } from '@kcn/service-kit';
import { authSettings, parseConfig, setting } from '@kcn/service-kit';
import { z } from 'zod';

/** All settings of the service. */
export interface FeesConfig {
  /** KCN_HTTP_PORT, default 8082; 0 lets the system choose. */
  readonly httpPort: number;
  /** KCN_GRPC_PORT, default 9082. */
  readonly grpcPort: number;
  /** KCN_MONGO_URL with replica set and database name. */
  readonly mongoUrl: string;
  /** KCN_REDIS_URL: wakes the work in the background. */
  readonly redisUrl: string;
  /** KCN_KAFKA_BROKERS */
  readonly kafkaBrokers: readonly string[];
  readonly auth: AuthConfig;
  readonly logLevel: LogLevel;
  /** KCN_CRASH_AT, for fault tests only: where to kill the process. */
  readonly crashAt: string;
  /** KCN_MOST_INVOICES_PER_CONTRACT, default 400: a run that would make more for one contract leaves it out. */
  readonly mostInvoicesPerContract: number;
  /** KCN_IMPORT_ROWS_AT_ONCE, default 6,000: an import of more is written by a job in several transactions. */
  readonly importRowsAtOnce: number;
  /** KCN_REGISTRY_GRPC, `host:port`: where projects are looked up that no event has told of yet; absent = nowhere. */
  readonly registryGrpc: string | undefined;
  /** KCN_SERVICE_TOKEN_FILE: the bearer token for the registry; needed with KCN_REGISTRY_GRPC, read again when it changes. */
  readonly serviceTokenFile: string | undefined;
  /** The registry's topic, and the group that reads it; tests take their own. */
  readonly registryTopic: string;
  readonly registryGroup: string;
  /** The topic of its events; tests take their own. */
  readonly topic: string;
  /** Before all keys in Redis; tests take their own. */
  readonly redisPrefix: string;
}

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8082),
    KCN_GRPC_PORT: setting.port(9082),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_REDIS_URL: setting.redisUrl(),
    KCN_MOST_INVOICES_PER_CONTRACT: z.coerce.number().int().min(1).default(400),
    KCN_IMPORT_ROWS_AT_ONCE: z.coerce.number().int().min(0).default(6_000),
    KCN_REGISTRY_GRPC: setting.text().optional(),
    KCN_SERVICE_TOKEN_FILE: setting.text().optional(),
    KCN_LOG_LEVEL: setting.logLevel(),
    KCN_CRASH_AT: setting.text().default(''),
  })
  .and(authSettings)
  .refine((env) => env.KCN_REGISTRY_GRPC === undefined || env.KCN_SERVICE_TOKEN_FILE !== undefined, {
    path: ['KCN_SERVICE_TOKEN_FILE'],
    message: 'needed with KCN_REGISTRY_GRPC',
  })
  .transform(
    ({ auth, ...env }): FeesConfig => ({
      httpPort: env.KCN_HTTP_PORT,
      grpcPort: env.KCN_GRPC_PORT,
      mongoUrl: env.KCN_MONGO_URL,
      kafkaBrokers: env.KCN_KAFKA_BROKERS,
      redisUrl: env.KCN_REDIS_URL,
      mostInvoicesPerContract: env.KCN_MOST_INVOICES_PER_CONTRACT,
      importRowsAtOnce: env.KCN_IMPORT_ROWS_AT_ONCE,
      auth,
      logLevel: env.KCN_LOG_LEVEL,
      crashAt: env.KCN_CRASH_AT,
      registryGrpc: env.KCN_REGISTRY_GRPC,
      serviceTokenFile: env.KCN_SERVICE_TOKEN_FILE,
      registryTopic: topics.registry,
      registryGroup: 'fees.registry',
      topic: topics.fees,
      redisPrefix: 'kcn:fees',
    }),
  );

/** The settings, or every fault in them at once. Pure. */
export const loadConfig = (env: Environment): ConfigResult<FeesConfig> => parseConfig(schema, env);
