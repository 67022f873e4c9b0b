import { topics } from '@kcn/contracts';
import type { AuthConfig, ConfigResult, Environment, LogLevel } from '@kcn/service-kit';
import { authSettings, parseConfig, setting } from '@kcn/service-kit';
import { z } from 'zod';

/** All settings of the service. */
export interface EmulationConfig {
  /** KCN_HTTP_PORT, default 8084; 0 lets the system choose. */
  readonly httpPort: number;
  /** KCN_GRPC_PORT, default 9084. */
  readonly grpcPort: number;
  /** KCN_MONGO_URL with replica set and database name. */
  readonly mongoUrl: string;
  /** KCN_KAFKA_BROKERS */
  readonly kafkaBrokers: readonly string[];
  /** KCN_REPORTING_GRPC, `host:port` of reporting, where the members' figures come from. */
  readonly reportingGrpc: string;
  /** KCN_SERVICE_TOKEN_FILE: the bearer token for reporting; read again when it changes. */
  readonly serviceTokenFile: string;
  /** KCN_SIGNING_KEY_FILE: the board's private Ed25519 key in JWK form; undefined: nothing is signed here. */
  readonly signingKeyFile: string | undefined;
  readonly auth: AuthConfig;
  readonly logLevel: LogLevel;
  readonly names: EmulationNames;
}

/** Names shared with other processes; tests take their own. */
export interface EmulationNames {
  readonly emulationTopic: string;
}

const EMULATION_NAMES: EmulationNames = { emulationTopic: topics.emulation };

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8084),
    KCN_GRPC_PORT: setting.port(9084),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_REPORTING_GRPC: setting.text(),
    KCN_SERVICE_TOKEN_FILE: setting.text(),
    KCN_SIGNING_KEY_FILE: setting.text().optional(),
    KCN_LOG_LEVEL: setting.logLevel(),
  })
  .and(authSettings)
  .transform(
    ({ auth, ...env }): EmulationConfig => ({
      httpPort: env.KCN_HTTP_PORT,
      grpcPort: env.KCN_GRPC_PORT,
      mongoUrl: env.KCN_MONGO_URL,
      kafkaBrokers: env.KCN_KAFKA_BROKERS,
      reportingGrpc: env.KCN_REPORTING_GRPC,
      serviceTokenFile: env.KCN_SERVICE_TOKEN_FILE,
      signingKeyFile: env.KCN_SIGNING_KEY_FILE,
      auth,
      logLevel: env.KCN_LOG_LEVEL,
      names: EMULATION_NAMES,
    }),
  );

/** The settings, or every fault in them at once. Pure. */
export const loadConfig = (env: Environment): ConfigResult<EmulationConfig> => parseConfig(schema, env);
