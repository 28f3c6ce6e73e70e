import { expect } from 'chai';
import { uploadedKeys } from './uploaded-keys.ts';

/** As Amazon S3 documents it, with what is not looked at. */
function record(key: string, eventName = 'ObjectCreated:Put') {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'ap-northeast-2',
    eventTime: '2026-11-28T01:02:03.000Z',
    eventName,
    userIdentity: { principalId: 'AIDAJDPLRKLG7UEXAMPLE' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'FMyUVURIY8' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'testConfigRule',
      bucket: { name: 'sagopalgo', arn: 'arn:aws:s3:::sagopalgo' },
      object: { key, size: 1024, eTag: 'd41d8cd98f00b204e9800998ecf8427e', sequencer: '0055AED6' },
    },
  };
}

const keysOf = (event: unknown) => uploadedKeys(event, 'sagopalgo');

describe('the uploads that a notification of S3 tells of', () => {
  it('are those that were put, each once, in the order told', () => {
    const Records = [record('uploads/b'), record('uploads/a'), record('uploads/b')];
    expect(keysOf({ Records })).to.deep.equal(['uploads/b', 'uploads/a']);
  });

  it('are told by other S3s with a word before the event’s name', () => {
    expect(keysOf({ Records: [record('uploads/a', 's3:ObjectCreated:Put')] })).to.deep.equal([
      'uploads/a',
    ]);
  });

  it('are decoded', () => {
    expect(keysOf({ Records: [record('uploads%2Fa-1_B')] })).to.deep.equal(['uploads/a-1_B']);
  });

  it('are nothing that was removed, or lies elsewhere, or is no key of ours', () => {
    const others = [
      record('uploads/a', 'ObjectRemoved:Delete'),
      record('uploads/a', 'ObjectRemoved:DeleteMarkerCreated'),
      record('uploads/a', 's3:ObjectRemoved:Delete'),
      record('uploads/a', 'ObjectTagging:Put'),
      ...['pictures/a/320.webp', 'demo/1/x.webp', 'uploads/', 'uploads/a/b', 'uploads/a+b'].map(
        (key) => record(key),
      ),
      ...['uploads/%2e%2e%2fa', 'uploads/%', 'uploads/%ED%95%9C', `uploads/${'a'.repeat(41)}`].map(
        (key) => record(key),
      ),
    ];
    expect(keysOf({ Records: others })).to.deep.equal([]);
  });

  it('are none of another bucket’s', () => {
    const Records = [record('uploads/a'), record('uploads/b')];
    if (Records[1]) Records[1].s3.bucket.name = 'another';
    expect(keysOf({ Records })).to.deep.equal(['uploads/a']);
  });

  it('are none in the test that S3 sends first, and what is no notification is not taken for one', () => {
    expect(keysOf({ Service: 'Amazon S3', Event: 's3:TestEvent' })).to.deep.equal([]);
    for (const event of [null, 'text', { Records: 'none' }, { Records: [{}] }]) {
      expect(() => keysOf(event)).to.throw();
    }
  });
});
