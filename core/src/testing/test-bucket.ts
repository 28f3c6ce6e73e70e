import process from 'node:process';

/** The tests' real S3, as a process is told of it; `npm test` starts it and sets all of these. */
export function testBucket() {
  return {
    S3_ENDPOINT: told('S3_ENDPOINT'),
    S3_BUCKET: told('S3_BUCKET'),
    S3_ACCESS_KEY_ID: told('S3_ACCESS_KEY_ID'),
    S3_SECRET_ACCESS_KEY: told('S3_SECRET_ACCESS_KEY'),
  };
}

function told(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`room tests need ${name}; run them by \`npm test\``);
  return value;
}
