CREATE TABLE `questions` (
	`question_id` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`asker_id` varchar(40) NOT NULL,
	`asker_ordinal` int NOT NULL,
	`visibility` varchar(6) NOT NULL,
	`text` varchar(500) NOT NULL,
	`sent_hash` char(64) NOT NULL,
	`revision` int NOT NULL DEFAULT 1,
	`asked_at_ms` bigint NOT NULL,
	`edited_at_ms` bigint,
	`withdrawn_at_ms` bigint,
	`hidden_at_ms` bigint,
	`answer` varchar(1000),
	`answered_at_ms` bigint,
	`answer_edited_at_ms` bigint,
	`answer_hidden_at_ms` bigint,
	CONSTRAINT `questions_question_id` PRIMARY KEY(`question_id`)
);
--> statement-breakpoint
CREATE TABLE `ratings` (
	`rating_id` varchar(40) NOT NULL,
	`order_id` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`side` varchar(6) NOT NULL,
	`rater_id` varchar(40) NOT NULL,
	`rated_id` varchar(40) NOT NULL,
	`stars` tinyint NOT NULL,
	`text` varchar(300) NOT NULL,
	`rated_at_ms` bigint NOT NULL,
	`shown_at_ms` bigint NOT NULL,
	`hidden_at_ms` bigint,
	CONSTRAINT `ratings_rating_id` PRIMARY KEY(`rating_id`),
	CONSTRAINT `ratings_order_side` UNIQUE(`order_id`,`side`)
);
--> statement-breakpoint
CREATE TABLE `reports` (
	`report_id` varchar(40) NOT NULL,
	`reporter_id` varchar(40) NOT NULL,
	`kind` varchar(8) NOT NULL,
	`subject_id` varchar(40) NOT NULL,
	`about_user_id` varchar(40) NOT NULL,
	`auction_id` varchar(40),
	`reason` varchar(12) NOT NULL,
	`text` varchar(500) NOT NULL,
	`said` varchar(1000) NOT NULL,
	`state` varchar(9) NOT NULL DEFAULT 'open',
	`open_key` varchar(100),
	`reported_at_ms` bigint NOT NULL,
	`handled_at_ms` bigint,
	CONSTRAINT `reports_report_id` PRIMARY KEY(`report_id`),
	CONSTRAINT `reports_open` UNIQUE(`open_key`)
);
--> statement-breakpoint
CREATE INDEX `questions_auction` ON `questions` (`auction_id`,`asked_at_ms`,`question_id`);--> statement-breakpoint
CREATE INDEX `questions_asker` ON `questions` (`auction_id`,`asker_id`);--> statement-breakpoint
CREATE INDEX `ratings_rated` ON `ratings` (`rated_id`,`side`,`shown_at_ms`,`rating_id`);--> statement-breakpoint
CREATE INDEX `reports_state` ON `reports` (`state`,`reported_at_ms`,`report_id`);--> statement-breakpoint
CREATE INDEX `reports_subject` ON `reports` (`kind`,`subject_id`,`state`);