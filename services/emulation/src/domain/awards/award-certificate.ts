import type { AwardCertificate } from '@kcn/documents';
import { formatDate } from '@kcn/vietnam';
import { printAwardCode } from './award-code';
import type { RegisteredAward } from './award-register';

/** The certificate of an entry of the register: from nothing else, so that it is the same page whenever it is printed. */
export function awardCertificateOf(award: RegisteredAward): AwardCertificate {
  const { formName, recipient, achievement, decision, registerNumber, registerYear, code, verificationAddress, grantedAt } = award;
  const register = `${registerNumber.toString()}/${registerYear.toString()}`;
  return {
    form: 'certificate',
    metadata: {
      title: `${formName.vi} số ${register}`,
      createdAt: grantedAt,
      author: decision.authority.join(' '),
      subject: recipient.name,
    },
    authority: decision.authority,
    award: formName.vi.toUpperCase(),
    recipient: recipient.name.toUpperCase(),
    body: [recipient.address, achievement].flatMap((text) =>
      text === undefined ? [] : [{ kind: 'paragraph', align: 'center', text } as const],
    ),
    register: [`Quyết định số ${decision.number} ngày ${formatDate(decision.date)}`, `Vào sổ khen thưởng số ${register}`],
    verification: { payload: verificationAddress, caption: `Mã xác minh: ${printAwardCode(code)}` },
    place: decision.place,
    date: decision.date,
    signature: { capacity: decision.signer.capacity, name: decision.signer.name },
  };
}
