import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WheelPin {
  /** Folder's name in the cache; changes with every change of content. */
  readonly folder: string;
  readonly wheel: string;
  readonly sha256: string;
  /** The program's path inside the wheel. */
  readonly binary: string;
  /** `process.platform-process.arch` the program was built for. */
  readonly platform: string;
}

export interface JarsPin {
  readonly folder: string;
  readonly version: string;
  /** `group:artifact:version` */
  readonly artifacts: readonly string[];
  readonly plugin: string;
}

export interface Pins {
  readonly kafka: JarsPin;
  readonly mongo: WheelPin;
  readonly redis: WheelPin;
}

/** What is fetched when nothing is found, exactly; the bootstrap reads the same file. */
export const PINS = JSON.parse(readFileSync(join(__dirname, '../../servers.json'), 'utf8')) as Pins;
