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
  /** KCN_KAFKA_BROKERS */
  readonly kafkaBrokers: readonly string[];
  readonly auth: AuthConfig;
  readonly logLevel: LogLevel;
  /** KCN_CRASH_AT, for fault tests only: where to kill the process. */
  readonly crashAt: string;
  /** The topic of its events; tests take their own. */
  readonly topic: string;
}

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8082),
    KCN_GRPC_PORT: setting.port(9082),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_LOG_LEVEL: setting.logLevel(),
    KCN_CRASH_AT: setting.text().default(''),
  })
  .and(authSettings)
  .transform(
    ({ auth, ...env }): FeesConfig => ({
      httpPort: env.KCN_HTTP_PORT,
      grpcPort: env.KCN_GRPC_PORT,
      mongoUrl: env.KCN_MONGO_URL,
      kafkaBrokers: env.KCN_KAFKA_BROKERS,
      auth,
      logLevel: env.KCN_LOG_LEVEL,
      crashAt: env.KCN_CRASH_AT,
      topic: topics.fees,
    }),
  );

/** The settings, or every fault in them at once. Pure. */
export const loadConfig = (env: Environment): ConfigResult<FeesConfig> => parseConfig(schema, env);
