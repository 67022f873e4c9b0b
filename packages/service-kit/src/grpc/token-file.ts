import { readFile, stat } from 'node:fs/promises';
import { unavailable } from '@kcn/kernel';

/** The token in a file, read again when the file has changed. @throws DomainError unavailable `service_token_unreadable` */
export function createTokenFile(path: string): () => Promise<string> {
  let kept: { readonly token: string; readonly changedAtMs: number } | undefined;
  return async () => {
    try {
      const { mtimeMs } = await stat(path);
      if (kept?.changedAtMs !== mtimeMs) kept = { token: (await readFile(path, 'utf8')).trim(), changedAtMs: mtimeMs };
      return kept.token;
    } catch (error) {
      throw unavailable('service_token_unreadable', {
        vi: 'Không đọc được mã xác thực dịch vụ',
        en: 'The service token cannot be read',
        cause: error,
      });
    }
  };
}
