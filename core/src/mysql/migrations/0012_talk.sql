CREATE TABLE `talk_blocks` (
	`blocker_id` varchar(40) NOT NULL,
	`blocked_id` varchar(40) NOT NULL,
	`created_at_ms` bigint NOT NULL,
	CONSTRAINT `talk_blocks_blocker_id_blocked_id_pk` PRIMARY KEY(`blocker_id`,`blocked_id`)
);
--> statement-breakpoint
CREATE TABLE `talk_marks` (
	`order_id` varchar(40) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`delivered_seq` int NOT NULL DEFAULT 0,
	`read_seq` int NOT NULL DEFAULT 0,
	`unread` int NOT NULL DEFAULT 0,
	CONSTRAINT `talk_marks_order_id_user_id_pk` PRIMARY KEY(`order_id`,`user_id`)
);
--> statement-breakpoint
CREATE TABLE `talk_messages` (
	`order_id` varchar(40) NOT NULL,
	`seq` int NOT NULL,
	`message_id` char(36) NOT NULL,
	`sender_id` varchar(40) NOT NULL,
	`text` varchar(1000),
	`image_id` varchar(40),
	`sent_at_ms` bigint NOT NULL,
	CONSTRAINT `talk_messages_order_id_seq_pk` PRIMARY KEY(`order_id`,`seq`),
	CONSTRAINT `talk_messages_sent` UNIQUE(`order_id`,`sender_id`,`message_id`)
);
--> statement-breakpoint
CREATE TABLE `talk_reports` (
	`report_id` varchar(40) NOT NULL,
	`order_id` varchar(40) NOT NULL,
	`reporter_id` varchar(40) NOT NULL,
	`reported_id` varchar(40) NOT NULL,
	`seq` int,
	`reason` varchar(500) NOT NULL,
	`reported_at_ms` bigint NOT NULL,
	`open_key` varchar(81),
	`settled_at_ms` bigint,
	CONSTRAINT `talk_reports_report_id` PRIMARY KEY(`report_id`),
	CONSTRAINT `talk_reports_open` UNIQUE(`open_key`)
);
--> statement-breakpoint
CREATE TABLE `talk_threads` (
	`order_id` varchar(40) NOT NULL,
	`last_seq` int NOT NULL DEFAULT 0,
	CONSTRAINT `talk_threads_order_id` PRIMARY KEY(`order_id`)
);
--> statement-breakpoint
ALTER TABLE `images` ADD `talk_order_id` varchar(40);--> statement-breakpoint
CREATE INDEX `talk_blocks_blocked` ON `talk_blocks` (`blocked_id`);--> statement-breakpoint
CREATE INDEX `talk_marks_unread` ON `talk_marks` (`user_id`,`unread`);--> statement-breakpoint
CREATE INDEX `talk_messages_sender` ON `talk_messages` (`sender_id`);--> statement-breakpoint
CREATE INDEX `talk_reports_order` ON `talk_reports` (`order_id`);--> statement-breakpoint
CREATE INDEX `talk_reports_settled` ON `talk_reports` (`settled_at_ms`,`reported_at_ms`);