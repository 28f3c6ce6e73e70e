import { createServer } from 'node:http';
import process from 'node:process';
import { z } from 'zod';
import {
  listSchema,
  portSchema,
  processShape,
  readConfig,
} from '@sagopalgo/core/runtime/config.ts';
import { listen, serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { createFront } from './front-app.ts';
import { TOSS_ORIGINS } from '@sagopalgo/core/rules/page-policy.ts';

const urlListSchema = z.string().transform((text) => text.split(',').map((part) => part.trim()));

/** Nothing that could end a directive of the policy and begin another. */
const originSchema = z.string().regex(/^https?:\/\/(\*\.)?[\w.-]+(:\d+)?$/);

const shape = {
  ...processShape,
  PORT: portSchema,
  /** One or several, by turns. */
  API_URL: urlListSchema.pipe(z.array(z.url()).min(1)),
  SSE_URL: urlListSchema.pipe(z.array(z.url()).min(1)),
  /** Where the images are: the S3 endpoint with the bucket's path. */
  S3_URL: z.url(),
  WEB_DIST: z.string(),
  /** Where the page uploads pictures: the S3 as browsers find it. */
  UPLOAD_ORIGINS: listSchema.pipe(z.array(originSchema)).default([]),
  /** Where the api says that pictures are: here, or at the address of a CDN. */
  IMAGES_BASE_URL: z
    .string()
    .default('/images')
    .transform((url) => (url.startsWith('/') ? [] : [url.split('/').slice(0, 3).join('/')]))
    .pipe(z.array(originSchema)),
  /** What the page may pay at; one with a `*` brings no scripts. */
  TOSS_ORIGINS: listSchema.pipe(z.array(originSchema).min(1)).default([...TOSS_ORIGINS]),
};

runMain('front', main);

/** The local start's one origin: the page, the api, the events and the images under one address. */
async function main(): Promise<void> {
  const config = readConfig(shape, process.env);
  const log = createLog('front', config.LOG_LEVEL);
  const front = createFront({
    apiUrls: config.API_URL,
    sseUrls: config.SSE_URL,
    imagesUrl: config.S3_URL,
    webDist: config.WEB_DIST,
    tossOrigins: config.TOSS_ORIGINS,
    uploadOrigins: config.UPLOAD_ORIGINS,
    imageOrigins: config.IMAGES_BASE_URL,
    log,
  });
  const server = createServer({ shouldUpgradeCallback: front.talks.isFor }, front.app);
  server.on('upgrade', front.talks.connect);
  await listen(server, config.HOST, config.PORT);
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics: createMetrics('front'),
    faults: () => Promise.resolve(server.listening ? [] : ['front']),
  });
  stopInOrder(log, [
    { name: 'front', stop: () => front.stop(server) },
    { name: 'internal', stop: () => internal.close() },
  ]);
  log.info('front.up', { port: config.PORT, internalPort: internal.port });
}
