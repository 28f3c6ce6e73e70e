// Has the Toss simulator know the payments of the demo's past, so that they can be given back.
import process from 'node:process';
import { z } from 'zod';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { readConfig } from '@sagopalgo/core/runtime/config.ts';
import { runMain } from '@sagopalgo/core/runtime/shutdown.ts';
import { payAtSimulator } from './pay-at-simulator.ts';

const shape = { MYSQL_URL: z.string(), TOSS_API_BASE_URL: z.url(), TOSS_SECRET_KEY: z.string() };

runMain('seed-toss', async () => {
  const config = readConfig(shape, process.env);
  const { db, end } = connectMysql(config.MYSQL_URL);
  try {
    const access = { baseUrl: config.TOSS_API_BASE_URL, secretKey: config.TOSS_SECRET_KEY };
    await payAtSimulator(db, access);
  } finally {
    await end();
  }
});
