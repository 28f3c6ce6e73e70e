ALTER TABLE `judge_outages` ADD `slots` mediumtext;--> statement-breakpoint
ALTER TABLE `judge_watch` ADD `slots` mediumtext;