ALTER TABLE `judge_watch` ADD `masters` text;--> statement-breakpoint
ALTER TABLE `judge_watch` ADD `masters_since_ms` bigint DEFAULT 0 NOT NULL;