import type { ComposeService } from './read-compose-file';

/** Where the servers of the compose file are on this machine. */
export interface LocalAddresses {
  /** MongoDB URL without a database's name. */
  readonly mongo: string;
  /** `host:port,…` */
  readonly kafka: string;
  readonly redis: string;
}

const MONGO = /^mongodb:\/\/mongo:27017\/([^?]+)(\?.*)?$/;

/**
 * A service's environment as it is without containers: host names become addresses of this machine, container ports the
 * published ones, and paths of mounted files the files themselves. All else is taken as it stands.
 */
export function localEnvironment({
  service,
  services,
  addresses,
}: {
  service: ComposeService;
  services: readonly ComposeService[];
  addresses: LocalAddresses;
}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service.environment).map(([key, value]) => [key, localValue({ key, value, service, services, addresses })]),
  );
}

function localValue({
  key,
  value,
  service,
  services,
  addresses,
}: {
  key: string;
  value: string;
  service: ComposeService;
  services: readonly ComposeService[];
  addresses: LocalAddresses;
}): string {
  const file = service.files.get(value) ?? inBoundFolder(service, value);
  if (file !== undefined) return file;
  const database = MONGO.exec(value)?.[1];
  if (database !== undefined) return withDatabase(addresses.mongo, database);
  if (value === 'kafka:9092') return addresses.kafka;
  if (value.startsWith('redis://redis:6379')) return value.replace('redis://redis:6379', addresses.redis.replace(/\/$/, ''));
  if (key.endsWith('_PORT')) return String(service.publishedPorts.get(Number(value)) ?? value);
  return services
    .filter(({ isOurs }) => isOurs)
    .reduce(
      (text, other) =>
        text.replace(
          new RegExp(`(^|//|,)${other.name}:(\\d+)`, 'g'),
          (_whole, before: string, port: string) => `${before}127.0.0.1:${String(other.publishedPorts.get(Number(port)) ?? port)}`,
        ),
      value,
    );
}

/** A file of a folder that is mounted as a whole. */
function inBoundFolder({ files }: ComposeService, value: string): string | undefined {
  const bound = [...files].find(([target]) => value.startsWith(`${target}/`));
  return bound && `${bound[1]}${value.slice(bound[0].length)}`;
}

/** `mongodb://a:1/?x=y` + `d` → `mongodb://a:1/d?x=y` */
function withDatabase(url: string, database: string): string {
  const [, server = url, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return `${server}/${database}${query}`;
}
