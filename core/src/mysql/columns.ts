import { bigint, varchar } from 'drizzle-orm/mysql-core';

/** An opaque id. */
export const id = (name: string) => varchar(name, { length: 40 });

/** Whole won. */
export const krw = (name: string) => bigint(name, { mode: 'number' });

/** UTC milliseconds. */
export const atMs = (name: string) => bigint(name, { mode: 'number' });
