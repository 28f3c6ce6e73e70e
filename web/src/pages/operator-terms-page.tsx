import { TermsForm } from '../features/operating/terms-form.tsx';

/** 운영 · 거래 조건: rates, times and limits. */
export function OperatorTermsPage() {
  return (
    <>
      <title>거래 조건 · 운영 · 사고팔고</title>
      <TermsForm />
    </>
  );
}
