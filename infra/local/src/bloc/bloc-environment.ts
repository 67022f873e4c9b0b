import { findFreePorts } from '../processes/ports';
import type { Province } from './provinces';

const SERVICES = ['REGISTRY', 'REPORTING', 'EMULATION'] as const;
/** What a service publishes, as docker-compose.yml names it. */
const PUBLISHED = {
  REGISTRY: ['PORT', 'GRPC_PORT'],
  REPORTING: ['PORT', 'GRPC_PORT'],
  EMULATION: ['PORT', 'GRPC_PORT', 'PEER_PORT'],
} as const;

/** `registry`, `registry-2`, … */
export const serviceName = (service: string, { number }: Pick<Province, 'number'>): string =>
  number === 1 ? service : `${service}-${number.toString()}`;

export interface ProvincePorts {
  readonly registry: number;
  readonly reporting: number;
  readonly emulation: number;
  readonly peer: number;
}

export interface BlocEnvironment {
  /** The variables of docker-compose.yml. */
  readonly variables: Readonly<Record<string, string>>;
  /** By the province's number. */
  readonly ports: ReadonlyMap<number, ProvincePorts>;
}

/** Ports that are free now, so that the bloc also runs beside `npm start`, and the first province's place among the others. */
export async function blocEnvironment(provinces: readonly Province[], keysFolder: string): Promise<BlocEnvironment> {
  const names = provinces.flatMap(({ number }) =>
    SERVICES.flatMap((service) => PUBLISHED[service].map((port) => `KCN_${service}_${number === 1 ? '' : `${number.toString()}_`}${port}`)),
  );
  const free = await findFreePorts(names.length);
  const chosen = new Map(names.map((name, index) => [name, free[index] ?? 0]));
  const portOf = (name: string): number => chosen.get(name) ?? 0;
  return {
    variables: {
      ...Object.fromEntries([...chosen].map(([name, port]) => [name, port.toString()])),
      KCN_KEYS_DIR: keysFolder,
      KCN_PEER_PORT: '9085',
      KCN_PEER_CERTIFICATE_FILE: '/run/kcn/emulation/peer.crt',
      KCN_PEER_KEY_FILE: '/run/kcn/emulation/peer.key',
      KCN_PEER_CA_FILE: '/run/kcn/emulation/ca.crt',
      KCN_PEERS_FILE: '/run/kcn/emulation/peers.json',
    },
    ports: new Map(
      provinces.map(({ number }) => {
        const place = number === 1 ? '' : `${number.toString()}_`;
        const ports: ProvincePorts = {
          registry: portOf(`KCN_REGISTRY_${place}PORT`),
          reporting: portOf(`KCN_REPORTING_${place}PORT`),
          emulation: portOf(`KCN_EMULATION_${place}PORT`),
          peer: portOf(`KCN_EMULATION_${place}PEER_PORT`),
        };
        return [number, ports];
      }),
    ),
  };
}
