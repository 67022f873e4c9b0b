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
  /** KCN_SIGNING_KEYS_DIR: `<board>.json` for each board that signs here, private Ed25519 keys as JWK; undefined: nothing is signed. */
  readonly signingKeysDir: string | undefined;
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

/** Names shared with other processes; KCN_TOPIC_PREFIX stands before that of the topic. Tests take their own. */
export interface EmulationNames {
  readonly emulationTopic: string;
}

const EMULATION_NAMES: EmulationNames = { emulationTopic: topics.emulation };

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
    KCN_REPORTING_GRPC: setting.text(),
    KCN_SERVICE_TOKEN_FILE: setting.text(),
    KCN_SIGNING_KEYS_DIR: setting.text().optional(),
    KCN_PEER_PORT: setting.port().optional(),
    KCN_PEER_CERTIFICATE_FILE: setting.text().optional(),
    KCN_PEER_KEY_FILE: setting.text().optional(),
    KCN_PEER_CA_FILE: setting.text().optional(),
    KCN_PEERS_FILE: setting.text().optional(),
    KCN_TOPIC_PREFIX: setting.text().default(''),
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
      reportingGrpc: env.KCN_REPORTING_GRPC,
      serviceTokenFile: env.KCN_SERVICE_TOKEN_FILE,
      signingKeysDir: env.KCN_SIGNING_KEYS_DIR,
      peers: peersOf(env),
      auth,
      logLevel: env.KCN_LOG_LEVEL,
      names: { ...EMULATION_NAMES, emulationTopic: `${env.KCN_TOPIC_PREFIX}${EMULATION_NAMES.emulationTopic}` },
    }),
  );

/** The settings, or every fault in them at once. Pure. */
export const loadConfig = (env: Environment): ConfigResult<EmulationConfig> => parseConfig(schema, env);
