import type { ConsentDocument } from '@sagopalgo/core/rules/consent-documents.ts';
import { Link } from 'react-router';
import { CheckField } from '../../components/check-field.tsx';
import { DOCUMENT_NAMES } from '../../lib/document-words.ts';
import { documentPath } from '../../lib/paths.ts';

/** What somebody says as they sign up. */
export interface SignUpConsents {
  required: boolean;
  marketing: boolean;
}

interface ConsentChecksProps {
  value: SignUpConsents;
  onChange: (value: SignUpConsents) => void;
}

/** The two ticks of a sign-up: what there is no account without, and what may be left. */
export function ConsentChecks({ value, onChange }: ConsentChecksProps) {
  return (
    <div className="sign-up-consents">
      <CheckField
        label="이용약관과 개인정보 수집에 동의해요 (필수)"
        isOn={value.required}
        onChange={(required) => onChange({ ...value, required })}
        note={
          <>
            <DocumentLink document="terms" /> · <DocumentLink document="privacy" />
          </>
        }
      />
      <CheckField
        label="소식과 혜택을 받을게요 (선택)"
        isOn={value.marketing}
        onChange={(marketing) => onChange({ ...value, marketing })}
        note={<DocumentLink document="marketing" />}
      />
    </div>
  );
}

function DocumentLink({ document }: { document: ConsentDocument }) {
  return (
    <Link className="text-link" to={documentPath(document)} target="_blank">
      {DOCUMENT_NAMES[document]} 읽기
    </Link>
  );
}
