ALTER TABLE `judge_outages` ADD `slots` text;--> statement-breakpoint
ALTER TABLE `judge_watch` ADD `slots` text;