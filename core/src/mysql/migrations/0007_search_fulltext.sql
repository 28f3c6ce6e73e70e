-- What drizzle has no word for; every piece of a word is a word of this index by itself.
CREATE FULLTEXT INDEX `search_texts_tokens` ON `search_texts` (`tokens`);
