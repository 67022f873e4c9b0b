import { topics } from '@kcn/contracts';
import type { AuthConfig, ConfigResult, Environment, LogLevel } from '@kcn/service-kit';
import { authSettings, parseConfig, setting } from '@kcn/service-kit';
import { z } from 'zod';

/** All settings of the service. */
export interface ReportingConfig {
  /** KCN_HTTP_PORT, default 8083; 0 lets the system choose. */
  readonly httpPort: number;
  /** KCN_GRPC_PORT, default 9083. */
  readonly grpcPort: number;
  /** KCN_MONGO_URL with replica set and database name. */
  readonly mongoUrl: string;
  /** KCN_KAFKA_BROKERS */
  readonly kafkaBrokers: readonly string[];
  /** KCN_REDIS_URL */
  readonly redisUrl: string;
  /** KCN_REGISTRY_GRPC, `host:port` of the registry. */
  readonly registryGrpc: string;
  /** KCN_SERVICE_TOKEN_FILE: the bearer token for the registry; read again when it changes. */
  readonly serviceTokenFile: string;
  readonly auth: AuthConfig;
  readonly logLevel: LogLevel;
  /** KCN_CRASH_AT, for fault tests only: where to kill the process. */
  readonly crashAt: string;
  readonly names: ReportingNames;
}

/** Names shared with other processes; tests take their own. */
export interface ReportingNames {
  readonly registryTopic: string;
  readonly reportingTopic: string;
  readonly consumerGroup: string;
  readonly redisPrefix: string;
}

export const REPORTING_NAMES: ReportingNames = {
  registryTopic: topics.registry,
  reportingTopic: topics.reporting,
  consumerGroup: 'reporting.facts',
  redisPrefix: 'kcn:reporting',
};

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8083),
    KCN_GRPC_PORT: setting.port(9083),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_REDIS_URL: setting.redisUrl(),
    KCN_REGISTRY_GRPC: setting.text(),
    KCN_SERVICE_TOKEN_FILE: setting.text(),
    KCN_LOG_LEVEL: setting.logLevel(),
    KCN_CRASH_AT: setting.text().default(''),
  })
  .and(authSettings)
  .transform(
    ({ auth, ...env }): ReportingConfig => ({
      httpPort: env.KCN_HTTP_PORT,
      grpcPort: env.KCN_GRPC_PORT,
      mongoUrl: env.KCN_MONGO_URL,
      kafkaBrokers: env.KCN_KAFKA_BROKERS,
      redisUrl: env.KCN_REDIS_URL,
      registryGrpc: env.KCN_REGISTRY_GRPC,
      serviceTokenFile: env.KCN_SERVICE_TOKEN_FILE,
      auth,
      logLevel: env.KCN_LOG_LEVEL,
      crashAt: env.KCN_CRASH_AT,
      names: REPORTING_NAMES,
    }),
  );

/** The settings, or every fault in them at once. Pure. */
export const loadConfig = (env: Environment): ConfigResult<ReportingConfig> => parseConfig(schema, env);
