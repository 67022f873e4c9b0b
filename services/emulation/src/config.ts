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
  /** KCN_REDIS_URL: wakes the work in the background. */
  readonly redisUrl: string;
  /** KCN_REPORTING_GRPC, `host:port` of reporting, where the members' figures come from. */
  readonly reportingGrpc: string;
  /** KCN_SERVICE_TOKEN_FILE: the bearer token for reporting; read again when it changes. */
  readonly serviceTokenFile: string;
  /** KCN_SIGNING_KEYS_DIR: `<board>.json` for each board that signs here, private Ed25519 keys as JWK; undefined: nothing is signed. */
  readonly signingKeysDir: string | undefined;
  /** KCN_PUBLIC_URL, default `http://127.0.0.1:8084`: where anybody reaches this service; the codes on certificates lead there. */
  readonly publicUrl: string;
  /** KCN_ENTERPRISE_RULES_DIR: criteria and forms of enterprise awards (README); undefined: those that come with the service. */
  readonly enterpriseRulesDir: string | undefined;
  /** Undefined: other boards' deployments are neither answered nor asked. */
  readonly peers: PeerConfig | undefined;
  readonly auth: AuthConfig;
  readonly logLevel: LogLevel;
  readonly names: EmulationNames;
}

/** How this deployment meets those of other boards. */
export interface PeerConfig {
  /** KCN_PEER_CERTIFICATE_FILE, PEM: its one `urn:kcn:board:` URI name is who this deployment is to the others. */
  readonly certificateFile: string;
  /** KCN_PEER_KEY_FILE, PEM */
  readonly keyFile: string;
  /** KCN_PEER_CA_FILE, PEM: the only authorities whose certificates count. */
  readonly authoritiesFile: string;
  /** KCN_PEER_PORT; 0 lets the system choose; undefined: nobody is answered. */
  readonly port: number | undefined;
  /** KCN_PEERS_FILE: the boards' addresses (README); undefined: nobody is asked. */
  readonly peersFile: string | undefined;
}

/** Names shared with other processes. Tests take their own. */
export interface EmulationNames {
  readonly emulationTopic: string;
  /** Read for the summaries that members publish. */
  readonly reportingTopic: string;
  readonly consumerGroup: string;
  /** Before all keys in Redis. */
  readonly redisPrefix: string;
}

/** KCN_TOPIC_PREFIX and KCN_REDIS_PREFIX stand before all names, where several deployments share Kafka and Redis. */
const prefixedNames = ({ topicPrefix, redisPrefix }: { readonly topicPrefix: string; readonly redisPrefix: string }): EmulationNames => ({
  emulationTopic: `${topicPrefix}${topics.emulation}`,
  reportingTopic: `${topicPrefix}${topics.reporting}`,
  consumerGroup: `${topicPrefix}emulation.rescore`,
  redisPrefix: `${redisPrefix}kcn:emulation`,
});

const PEER_FILES = ['KCN_PEER_CERTIFICATE_FILE', 'KCN_PEER_KEY_FILE', 'KCN_PEER_CA_FILE'] as const;
const PEER_USES = ['KCN_PEER_PORT', 'KCN_PEERS_FILE'] as const;

type PeerEnvironment = Partial<Record<(typeof PEER_FILES)[number] | 'KCN_PEERS_FILE', string | undefined>> & {
  readonly KCN_PEER_PORT?: number | undefined;
};

function peersOf(env: PeerEnvironment): PeerConfig | undefined {
  const { KCN_PEER_CERTIFICATE_FILE: certificateFile, KCN_PEER_KEY_FILE: keyFile, KCN_PEER_CA_FILE: authoritiesFile } = env;
  if (certificateFile === undefined || keyFile === undefined || authoritiesFile === undefined) return undefined;
  return { certificateFile, keyFile, authoritiesFile, port: env.KCN_PEER_PORT, peersFile: env.KCN_PEERS_FILE };
}

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8084),
    KCN_GRPC_PORT: setting.port(9084),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_REDIS_URL: setting.redisUrl(),
    KCN_REPORTING_GRPC: setting.text(),
    KCN_SERVICE_TOKEN_FILE: setting.text(),
    KCN_SIGNING_KEYS_DIR: setting.text().optional(),
    KCN_PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8084'),
    KCN_ENTERPRISE_RULES_DIR: setting.text().optional(),
    KCN_PEER_PORT: setting.port().optional(),
    KCN_PEER_CERTIFICATE_FILE: setting.text().optional(),
    KCN_PEER_KEY_FILE: setting.text().optional(),
    KCN_PEER_CA_FILE: setting.text().optional(),
    KCN_PEERS_FILE: setting.text().optional(),
    KCN_TOPIC_PREFIX: setting.text().default(''),
    KCN_REDIS_PREFIX: setting.text().default(''),
    KCN_LOG_LEVEL: setting.logLevel(),
  })
  .superRefine((env, context) => {
    const [unset, set] = [
      PEER_FILES.filter((name) => env[name] === undefined),
      [...PEER_FILES, ...PEER_USES].filter((name) => env[name] !== undefined),
    ];
    if (set.length === 0) return;
    for (const name of unset)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `cần cùng với ${set.join(', ')} / is needed with ${set.join(', ')}`,
      });
  })
  .and(authSettings)
  .transform(
    ({ auth, ...env }): EmulationConfig => ({
      httpPort: env.KCN_HTTP_PORT,
      grpcPort: env.KCN_GRPC_PORT,
      mongoUrl: env.KCN_MONGO_URL,
      kafkaBrokers: env.KCN_KAFKA_BROKERS,
      redisUrl: env.KCN_REDIS_URL,
      reportingGrpc: env.KCN_REPORTING_GRPC,
      serviceTokenFile: env.KCN_SERVICE_TOKEN_FILE,
      signingKeysDir: env.KCN_SIGNING_KEYS_DIR,
      publicUrl: env.KCN_PUBLIC_URL,
      enterpriseRulesDir: env.KCN_ENTERPRISE_RULES_DIR,
      peers: peersOf(env),
      auth,
      logLevel: env.KCN_LOG_LEVEL,
      names: prefixedNames({ topicPrefix: env.KCN_TOPIC_PREFIX, redisPrefix: env.KCN_REDIS_PREFIX }),
    }),
  );

/** The settings, or every fault in them at once. Pure. */
export const loadConfig = (env: Environment): ConfigResult<EmulationConfig> => parseConfig(schema, env);
