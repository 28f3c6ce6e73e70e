/** Where each part is asked. */
export const PORTS = {
  https: 443,
  api: 8000,
  sse: 8001,
  /** Health and metrics of every part. */
  internal: 9000,
  mysql: 3306,
  redis: 6379,
} as const;
