import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'mysql',
  schema: [
    ...['schema', 'till-schema', 'counter-schema', 'mail-schema', 'search-schema'],
    ...['operating-schema', 'notice-schema', 'account-schema', 'outage-schema', 'sign-in-schema'],
    ...['talk-schema', 'asking-schema'],
  ].map((name) => `./src/mysql/${name}.ts`),
  out: './src/mysql/migrations',
});
