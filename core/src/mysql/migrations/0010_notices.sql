CREATE TABLE `notice_marks` (
	`auction_id` varchar(40) NOT NULL,
	`outbid_seq` bigint NOT NULL DEFAULT 0,
	`outcome` varchar(10),
	`ended_at_ms` bigint,
	`lost_to` varchar(40) NOT NULL DEFAULT '',
	CONSTRAINT `notice_marks_auction_id` PRIMARY KEY(`auction_id`)
);
--> statement-breakpoint
CREATE TABLE `notice_settings` (
	`user_id` varchar(40) NOT NULL,
	`choices` varchar(2000) NOT NULL,
	`quiet_from_minute` int,
	`quiet_to_minute` int,
	`changed_at_ms` bigint NOT NULL,
	CONSTRAINT `notice_settings_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`number` bigint AUTO_INCREMENT NOT NULL,
	`notice_id` varchar(40) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`kind` varchar(20) NOT NULL,
	`cause_key` varchar(100) NOT NULL,
	`auction_id` varchar(40),
	`order_id` varchar(40),
	`detail` varchar(400) NOT NULL,
	`count` int NOT NULL DEFAULT 1,
	`created_at_ms` bigint NOT NULL,
	`happened_at_ms` bigint NOT NULL,
	`read_at_ms` bigint,
	`hand_out_at_ms` bigint,
	`mailed_at_ms` bigint,
	CONSTRAINT `notices_number` PRIMARY KEY(`number`),
	CONSTRAINT `notices_id` UNIQUE(`notice_id`),
	CONSTRAINT `notices_cause` UNIQUE(`user_id`,`kind`,`cause_key`)
);
--> statement-breakpoint
CREATE TABLE `push_subscriptions` (
	`subscription_id` varchar(40) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`family_id` varchar(40) NOT NULL,
	`endpoint` varchar(1000) NOT NULL,
	`p256dh` varchar(100) NOT NULL,
	`auth` varchar(40) NOT NULL,
	`created_at_ms` bigint NOT NULL,
	`failures` int NOT NULL DEFAULT 0,
	`next_try_at_ms` bigint NOT NULL,
	CONSTRAINT `push_subscriptions_subscription_id` PRIMARY KEY(`subscription_id`)
);
--> statement-breakpoint
CREATE TABLE `pushes` (
	`notice_number` bigint NOT NULL,
	`subscription_id` varchar(40) NOT NULL,
	`due_at_ms` bigint,
	`good_until_ms` bigint NOT NULL,
	`sent_at_ms` bigint,
	`fault` varchar(40),
	`created_at_ms` bigint NOT NULL,
	CONSTRAINT `pushes_notice_number_subscription_id_pk` PRIMARY KEY(`notice_number`,`subscription_id`)
);
--> statement-breakpoint
ALTER TABLE `watchlist_items` ADD `ending_noticed_at_ms` bigint;--> statement-breakpoint
CREATE INDEX `notice_marks_ended` ON `notice_marks` (`ended_at_ms`);--> statement-breakpoint
CREATE INDEX `notices_user` ON `notices` (`user_id`,`happened_at_ms`,`number`);--> statement-breakpoint
CREATE INDEX `notices_unread` ON `notices` (`user_id`,`read_at_ms`);--> statement-breakpoint
CREATE INDEX `notices_hand_out` ON `notices` (`hand_out_at_ms`);--> statement-breakpoint
CREATE INDEX `notices_created` ON `notices` (`created_at_ms`);--> statement-breakpoint
CREATE INDEX `push_subscriptions_user` ON `push_subscriptions` (`user_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `pushes_due` ON `pushes` (`due_at_ms`);--> statement-breakpoint
CREATE INDEX `pushes_subscription` ON `pushes` (`subscription_id`,`due_at_ms`);--> statement-breakpoint
CREATE INDEX `pushes_created` ON `pushes` (`created_at_ms`);--> statement-breakpoint
CREATE INDEX `watchlist_items_unnoticed` ON `watchlist_items` (`auction_id`,`ending_noticed_at_ms`);