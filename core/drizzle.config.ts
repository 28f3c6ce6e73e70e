import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'mysql',
  schema: ['./src/mysql/schema.ts', './src/mysql/till-schema.ts'],
  out: './src/mysql/migrations',
});
