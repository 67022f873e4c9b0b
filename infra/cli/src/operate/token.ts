import { ROLES } from '@kcn/kernel';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { TokenClaims } from '../token/sign-token';
import { signToken } from '../token/sign-token';

/** Signs a token with the local start's key and prints it. */
export async function token({ settings, screen }: CommandContext, claims: TokenClaims): Promise<ExitCode> {
  const unknown = claims.roles.filter((role) => !ROLES.some((known) => known === role));
  if (unknown.length > 0) {
    throw usageError('unknown_role', {
      vi: `Không có vai trò ${unknown.join(', ')}; có: ${ROLES.join(', ')}`,
      en: `There is no role ${unknown.join(', ')}; there are: ${ROLES.join(', ')}`,
    });
  }
  if (!/^[1-9]\d*[smhd]$/.test(claims.expiresIn)) {
    throw usageError('bad_duration', {
      vi: `"${claims.expiresIn}" không phải là thời hạn (15m, 12h, 30d)`,
      en: `"${claims.expiresIn}" is not a duration (15m, 12h, 30d)`,
    });
  }
  const signed = await signToken(settings, claims);
  const { subject, roles, boards, expiresIn } = claims;
  screen.result({ document: { token: signed, subject, roles, boards, expires: expiresIn }, human: () => `${signed}\n` });
  return exitCodes.done;
}
