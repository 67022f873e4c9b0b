import type { ServiceClient } from './api/service-client';
import { createServiceClient } from './api/service-client';
import { CliError } from './cli-error';
import { exitCodes } from './exit-code';
import type { Screen } from './output/screen';
import type { Settings } from './settings';
import type { Part } from './token/access';
import { createAccess, createSignedAccess } from './token/access';

/** What a command works with. */
export interface CommandContext {
  readonly settings: Settings;
  readonly screen: Screen;
  /** Each of the services. @throws CliError `not_deployed` */
  readonly registry: ServiceClient;
  readonly reporting: ServiceClient;
  readonly fees: ServiceClient;
  readonly emulation: ServiceClient;
  /** The fee service as somebody named, whoever the command acts as. */
  feesAs(who: { readonly part: Part; readonly subject: string }): ServiceClient;
}

function getClient(baseUrl: string, variable: string, token: () => Promise<string>): ServiceClient {
  if (baseUrl !== '') return createServiceClient({ baseUrl, token });
  throw new CliError({
    exitCode: exitCodes.configuration,
    code: 'not_deployed',
    vi: `${variable} để trống: dịch vụ này không được triển khai`,
    en: `${variable} is set to nothing: this service is not deployed`,
  });
}

export function createCommandContext(settings: Settings, screen: Screen, part: Part): CommandContext {
  const token = createAccess(settings, part);
  return {
    settings,
    screen,
    get registry() {
      return getClient(settings.registryUrl, 'KCN_REGISTRY_URL', token);
    },
    get reporting() {
      return getClient(settings.reportingUrl, 'KCN_REPORTING_URL', token);
    },
    get fees() {
      return getClient(settings.feesUrl, 'KCN_FEES_URL', token);
    },
    get emulation() {
      return getClient(settings.emulationUrl, 'KCN_EMULATION_URL', token);
    },
    feesAs: (who) => getClient(settings.feesUrl, 'KCN_FEES_URL', createSignedAccess(settings, who)),
  };
}
