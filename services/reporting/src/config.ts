import { topics } from '@kcn/contracts';
import type { AuthConfig, ConfigResult, Environment, LogLevel } from '@kcn/service-kit';
import { authSettings, parseConfig, setting } from '@kcn/service-kit';
import { z } from 'zod';
import type { FedLog, SourceLog } from './domain/source-log';

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
  /**
   * KCN_FEES_GRPC, KCN_EMULATION_GRPC: `host:port` of services that tell figures of their own; one that is not set tells none and its
   * topic is not read.
   */
  readonly fedGrpc: { readonly [L in FedLog]?: string };
  /** KCN_SERVICE_TOKEN_FILE: the bearer token for those services; read again when it changes. */
  readonly serviceTokenFile: string;
  readonly auth: AuthConfig;
  readonly logLevel: LogLevel;
  /** KCN_CRASH_AT, for fault tests only: where to kill the process. */
  readonly crashAt: string;
  readonly names: ReportingNames;
}

/** Names shared with other processes; tests take their own. */
export interface ReportingNames {
  readonly topics: Readonly<Record<SourceLog | 'reporting', string>>;
  /** Of the registry's topic; those of other services' have their name behind it. */
  readonly consumerGroup: string;
  readonly redisPrefix: string;
}

export const REPORTING_NAMES: ReportingNames = {
  topics,
  consumerGroup: 'reporting.facts',
  redisPrefix: 'kcn:reporting',
};

/** KCN_TOPIC_PREFIX and KCN_REDIS_PREFIX stand before all names, where several deployments share Kafka and Redis. */
function prefixedNames({ topicPrefix, redisPrefix }: { readonly topicPrefix: string; readonly redisPrefix: string }): ReportingNames {
  const prefixed = Object.entries(topics).map(([log, topic]) => [log, `${topicPrefix}${topic}`]);
  return {
    topics: Object.fromEntries(prefixed) as ReportingNames['topics'],
    consumerGroup: `${topicPrefix}${REPORTING_NAMES.consumerGroup}`,
    redisPrefix: `${redisPrefix}${REPORTING_NAMES.redisPrefix}`,
  };
}

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8083),
    KCN_GRPC_PORT: setting.port(9083),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_REDIS_URL: setting.redisUrl(),
    KCN_REGISTRY_GRPC: setting.text(),
    KCN_FEES_GRPC: setting.text().default(''),
    KCN_EMULATION_GRPC: setting.text().default(''),
    KCN_SERVICE_TOKEN_FILE: setting.text(),
    KCN_TOPIC_PREFIX: setting.text().default(''),
    KCN_REDIS_PREFIX: setting.text().default(''),
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
      fedGrpc: {
        ...(env.KCN_FEES_GRPC === '' ? {} : { fees: env.KCN_FEES_GRPC }),
        ...(env.KCN_EMULATION_GRPC === '' ? {} : { emulation: env.KCN_EMULATION_GRPC }),
      },
      serviceTokenFile: env.KCN_SERVICE_TOKEN_FILE,
      auth,
      logLevel: env.KCN_LOG_LEVEL,
      crashAt: env.KCN_CRASH_AT,
      names: prefixedNames({ topicPrefix: env.KCN_TOPIC_PREFIX, redisPrefix: env.KCN_REDIS_PREFIX }),
    }),
  );

/** The settings, or every fault in them at once. Pure. */
export const loadConfig = (env: Environment): ConfigResult<ReportingConfig> => parseConfig(schema, env);
