import { expect } from 'chai';
import { asNotified, isOfUploads } from './s3-notification.ts';

function told(key: string) {
  const record = { eventVersion: '2.0', eventSource: 'aws:s3', awsRegion: 'x', eventTime: 'x' };
  const s3 = { bucket: { name: 'b', arn: 'arn:aws:s3: : :b' }, object: { key, sequencer: '1' } };
  return { Records: [{ ...record, eventName: 'ObjectCreated:Put', s3 }] };
}

describe('a notification of the embedded S3', () => {
  it('names bucket and key as AWS does', () => {
    const s3 = asNotified(told('uploads/한 장+1.png')).Records[0]?.s3;
    expect(s3?.bucket.arn).to.equal('arn:aws:s3:::b');
    expect(s3?.object.key).to.equal('uploads/%ED%95%9C+%EC%9E%A5%2B1.png');
    expect(s3?.object.sequencer).to.equal('1');
  });

  it('is passed on when it is about uploads', () => {
    expect(isOfUploads(told('uploads/a'))).to.equal(true);
    for (const key of ['pictures/a/320.webp', 'demo/1/x.webp', 'uploadsa']) {
      expect(isOfUploads(told(key)), key).to.equal(false);
    }
  });
});
