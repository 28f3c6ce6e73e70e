CREATE TABLE `outbid_marks` (
	`auction_id` varchar(40) NOT NULL,
	`seq` bigint NOT NULL DEFAULT 0,
	`seen_at_ms` bigint NOT NULL DEFAULT 0,
	`away_to` varchar(40) NOT NULL DEFAULT '',
	CONSTRAINT `outbid_marks_auction_id` PRIMARY KEY(`auction_id`)
);
--> statement-breakpoint
CREATE TABLE `asking_turns` (
	`auction_id` varchar(40) NOT NULL,
	CONSTRAINT `asking_turns_auction_id` PRIMARY KEY(`auction_id`)
);
--> statement-breakpoint
ALTER TABLE `notices` ADD `ring_at_ms` bigint;--> statement-breakpoint
INSERT INTO `outbid_marks` (`auction_id`, `seq`) SELECT `auction_id`, `outbid_seq` FROM `notice_marks` WHERE `outbid_seq` > 0;
