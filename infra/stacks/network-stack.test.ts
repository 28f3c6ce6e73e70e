import { expect } from 'chai';
import { resourcesOf, theResource } from '../testing/resources.ts';
import { synthesised, SYNTHESIS_MS } from '../testing/synthesised.ts';
import type { Synthesised } from '../testing/synthesised.ts';

describe('the stack of the net and the domain', () => {
  let templates: Synthesised['templates'];
  before(async function synthesise() {
    this.timeout(SYNTHESIS_MS);
    ({ templates } = await synthesised());
  });

  it('says to everybody which mails are ours: three keys of DKIM, SPF where they bounce to, and DMARC', () => {
    const { text } = theResource(templates.network, 'AWS::SES::EmailIdentity', '"EmailIdentity"');
    expect(text).to.include('"EmailIdentity":"sagopalgo.example"');
    expect(text).to.include('"MailFromDomain":"mail.sagopalgo.example"');
    const records = resourcesOf(templates.network, 'AWS::Route53::RecordSet');
    const dkim = records.filter(({ text: record }) => record.includes('DkimDNSTokenName'));
    expect(dkim).to.have.length(3);
    const said = records.map(({ text: record }) => record).join();
    expect(said).to.include('feedback-smtp.ap-northeast-2.amazonses.com');
    expect(said).to.include('v=spf1 include:amazonses.com').and.include('v=DMARC1; p=quarantine');
  });

  it('lets whoever sends them send from the one address that the rooms have, and nothing else', () => {
    const { text } = theResource(templates.network, 'AWS::IAM::Policy', 'ses:');
    expect(text).to.include('"Action":"ses:SendRawEmail"').and.include(':identity/*"');
    expect(text).to.include('"ses:FromAddress":"no-reply@sagopalgo.example"');
    const keeper = theResource(templates.compute, 'AWS::ECS::TaskDefinition', '"sagopalgo-keeper"');
    expect(keeper.text).to.include('<no-reply@sagopalgo.example>');
  });
});
