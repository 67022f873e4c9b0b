import type { AuthConfig, ConfigResult, Environment, LogLevel } from '@kcn/service-kit';
import { authSettings, parseConfig, setting } from '@kcn/service-kit';
import { z } from 'zod';

/** Settings of the registry; each is an environment variable, see the schema's keys. */
export interface RegistryConfig {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Replica set and database, `mongodb://host:27017/kcn_registry?replicaSet=rs0`. */
  readonly mongoUrl: string;
  readonly kafkaBrokers: readonly string[];
  /** Put before topic names, so that tests on one broker do not meet. */
  readonly topicPrefix: string;
  readonly auth: AuthConfig;
  readonly logLevel: LogLevel;
  /** Imports that change more records than this are answered 202 and go on by themselves. */
  readonly importAnswerAtOnceAbove: number;
  /** An import whose process is silent this long is taken up by another. */
  readonly importLeaseMs: number;
  /** `<crash point>[:n]`: the process kills itself there; for fault tests only. */
  readonly crashAt: string;
}

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8081),
    KCN_GRPC_PORT: setting.port(9081),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_TOPIC_PREFIX: setting.text().default(''),
    KCN_LOG_LEVEL: setting.logLevel(),
    KCN_IMPORT_ANSWER_AT_ONCE_ABOVE: setting.number({ min: 0, max: 10_000_000, fallback: 20_000 }),
    KCN_IMPORT_LEASE_MS: setting.number({ min: 1_000, max: 600_000, fallback: 30_000 }),
    KCN_CRASH_AT: setting.text().default(''),
  })
  .and(authSettings)
  .transform(
    (env): RegistryConfig => ({
      httpPort: env.KCN_HTTP_PORT,
      grpcPort: env.KCN_GRPC_PORT,
      mongoUrl: env.KCN_MONGO_URL,
      kafkaBrokers: env.KCN_KAFKA_BROKERS,
      topicPrefix: env.KCN_TOPIC_PREFIX,
      auth: env.auth,
      logLevel: env.KCN_LOG_LEVEL,
      importAnswerAtOnceAbove: env.KCN_IMPORT_ANSWER_AT_ONCE_ABOVE,
      importLeaseMs: env.KCN_IMPORT_LEASE_MS,
      crashAt: env.KCN_CRASH_AT,
    }),
  );

export const loadConfig = (env: Environment): ConfigResult<RegistryConfig> => parseConfig(schema, env);
