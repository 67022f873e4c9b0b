import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Environment } from '../places';
import { interpolateAll } from './interpolate';

/** `service_completed_successfully` and so on, as compose writes them. */
export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** What the local start uses of a service; the rest of the file is Docker's business. */
export interface ComposeService {
  readonly name: string;
  /** Ours, built from this repository; the others are servers, which the local start finds by other ways. */
  readonly isOurs: boolean;
  /** How its image is made; for ours. */
  readonly build?: Build;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly dependsOn: readonly { readonly service: string; readonly condition: Condition }[];
  /** Ends by itself when its work is done. */
  readonly isOneShot: boolean;
  /** Container port → port on this machine. */
  readonly publishedPorts: ReadonlyMap<number, number>;
  /** Path in the container → file or folder on this machine, from `configs`, `secrets` and bound folders. */
  readonly files: ReadonlyMap<string, string>;
}

/** Paths from the repository's folder. */
export interface Build {
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
}

interface RawService {
  readonly build?: Build;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number | boolean | null>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: Condition; readonly required?: boolean }>>;
  readonly restart?: string;
  readonly ports?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly secrets?: readonly { readonly source: string; readonly target: string }[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
}

interface RawFile {
  readonly services: Readonly<Record<string, RawService>>;
  readonly configs?: Readonly<Record<string, { readonly file: string }>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

/** Anchors and merges resolved, variables not yet; what the schema is checked against. */
export const parseComposeText = (text: string): unknown => parse(text, { merge: true }) as unknown;

/**
 * Reads a compose file as `docker compose` would: anchors, merges, variables from `env`. Services of a profile are there only
 * when it is named.
 */
export async function readComposeFile(
  file: string,
  env: Environment,
  { profiles = [] }: { readonly profiles?: readonly string[] } = {},
): Promise<readonly ComposeService[]> {
  const raw = interpolateAll(parseComposeText(await readFile(file, 'utf8')), env) as RawFile;
  const folder = dirname(file);
  const sources = { ...raw.configs, ...raw.secrets };
  const chosen = Object.entries(raw.services).filter(
    ([, service]) => service.profiles === undefined || service.profiles.some((profile) => profiles.includes(profile)),
  );
  const isChosen = (name: string): boolean => chosen.some(([one]) => one === name);
  return chosen.map(([name, service]) => ({
    name,
    isOurs: service.build !== undefined,
    ...(service.build === undefined ? {} : { build: service.build }),
    command: service.command ?? [],
    environment: Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([key, value]) => [key, value === null ? '' : String(value)]),
    ),
    dependsOn: Object.entries(service.depends_on ?? {})
      .filter(([on, { required = true }]) => required || isChosen(on))
      .map(([on, { condition }]) => ({ service: on, condition })),
    isOneShot: service.restart === 'no',
    publishedPorts: new Map((service.ports ?? []).map(readPort)),
    files: new Map([
      ...boundFolders(service.volumes ?? []).map(([target, source]) => [target, resolve(folder, source)] as const),
      ...[...(service.configs ?? []), ...(service.secrets ?? [])].map(({ source, target }) => {
        const found = sources[source];
        if (!found) throw new Error(`${file}: service ${name} uses ${source}, which is not defined`);
        return [target, resolve(folder, found.file)] as const;
      }),
    ]),
  }));
}

/** `./folder:/in/the/container:ro`; a name without a slash is a volume of Docker's own. */
const boundFolders = (volumes: readonly string[]): readonly (readonly [container: string, here: string])[] =>
  volumes.flatMap((text) => {
    const [source = '', target = ''] = text.split(':');
    return /^[./]/.test(source) ? [[target, source] as const] : [];
  });

/** `8081:8081` or `127.0.0.1:8081:8081` */
function readPort(text: string): readonly [container: number, published: number] {
  const parts = text.split(':').slice(-2).map(Number);
  const [published, container] = parts;
  if (published === undefined || container === undefined || parts.some((part) => !Number.isInteger(part)))
    throw new Error(`port mapping not understood: ${text}`);
  return [container, published];
}
