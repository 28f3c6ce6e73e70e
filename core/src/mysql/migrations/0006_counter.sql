CREATE TABLE `search_category_marks` (
	`category_id` varchar(40) NOT NULL,
	`mark` char(36) NOT NULL,
	`changed_at_ms` bigint NOT NULL,
	`marked_to` varchar(40) NOT NULL DEFAULT '',
	CONSTRAINT `search_category_marks_category_id` PRIMARY KEY(`category_id`)
);
--> statement-breakpoint
CREATE TABLE `search_outbox` (
	`auction_id` varchar(40) NOT NULL,
	`mark` char(36) NOT NULL,
	`urgency` tinyint NOT NULL DEFAULT 0,
	`changed_at_ms` bigint NOT NULL,
	CONSTRAINT `search_outbox_auction_id` PRIMARY KEY(`auction_id`)
);
--> statement-breakpoint
CREATE TABLE `view_batches` (
	`batch_id` varchar(40) NOT NULL,
	`written_at_ms` bigint NOT NULL,
	CONSTRAINT `view_batches_batch_id` PRIMARY KEY(`batch_id`)
);
--> statement-breakpoint
CREATE TABLE `watchlist_items` (
	`user_id` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`created_at_ms` bigint NOT NULL,
	`ending_told_at_ms` bigint,
	CONSTRAINT `watchlist_items_user_id_auction_id_pk` PRIMARY KEY(`user_id`,`auction_id`)
);
--> statement-breakpoint
CREATE TABLE `email_proofs` (
	`token_hash` char(64) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`email` varchar(254) NOT NULL,
	`created_at_ms` bigint NOT NULL,
	`expires_at_ms` bigint NOT NULL,
	`used_at_ms` bigint,
	CONSTRAINT `email_proofs_token_hash` PRIMARY KEY(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `mail_outbox` (
	`mail_id` varchar(40) NOT NULL,
	`kind` varchar(20) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`recipient` varchar(254) NOT NULL,
	`subject` varchar(200) NOT NULL,
	`text` text NOT NULL,
	`html` text,
	`created_at_ms` bigint NOT NULL,
	`good_until_ms` bigint NOT NULL,
	`attempts` int NOT NULL DEFAULT 0,
	`next_attempt_at_ms` bigint,
	`sent_at_ms` bigint,
	`fault` varchar(40),
	CONSTRAINT `mail_outbox_mail_id` PRIMARY KEY(`mail_id`)
);
--> statement-breakpoint
CREATE TABLE `search_documents` (
	`text_id` bigint unsigned NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`category_id` varchar(40) NOT NULL,
	`state` varchar(12) NOT NULL,
	`opens_at_ms` bigint NOT NULL,
	`closes_at_ms` bigint NOT NULL,
	`price_krw` bigint NOT NULL,
	`bid_count` int NOT NULL,
	`view_count` int NOT NULL,
	`created_at_ms` bigint NOT NULL,
	`words_hash` char(43) NOT NULL,
	`read_at_us` bigint NOT NULL DEFAULT 0,
	CONSTRAINT `search_documents_text_id` PRIMARY KEY(`text_id`),
	CONSTRAINT `search_documents_auction` UNIQUE(`auction_id`)
);
--> statement-breakpoint
CREATE TABLE `search_indexes` (
	`index_name` varchar(40) NOT NULL,
	`filled_to` varchar(40) NOT NULL DEFAULT '',
	`filled_at_ms` bigint,
	CONSTRAINT `search_indexes_index_name` PRIMARY KEY(`index_name`)
);
--> statement-breakpoint
CREATE TABLE `search_queues` (
	`index_name` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`mark` char(36) NOT NULL,
	`urgency` tinyint NOT NULL DEFAULT 0,
	`changed_at_ms` bigint NOT NULL,
	`faulty_at_ms` bigint,
	CONSTRAINT `search_queues_index_name_auction_id_pk` PRIMARY KEY(`index_name`,`auction_id`)
);
--> statement-breakpoint
CREATE TABLE `search_terms` (
	`text` varchar(60) NOT NULL,
	`kind` varchar(8) NOT NULL,
	`category_id` varchar(40) NOT NULL DEFAULT '',
	`typed` varchar(180) NOT NULL,
	`typed_backwards` varchar(180) NOT NULL,
	`initials` varchar(60) NOT NULL,
	`uses` int NOT NULL,
	CONSTRAINT `search_terms_text_kind_category_id_pk` PRIMARY KEY(`text`,`kind`,`category_id`)
);
--> statement-breakpoint
CREATE TABLE `search_texts` (
	`FTS_DOC_ID` bigint unsigned AUTO_INCREMENT NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`tokens` mediumtext character set ascii collate ascii_bin NOT NULL,
	`suggested` text NOT NULL,
	CONSTRAINT `search_texts_FTS_DOC_ID` PRIMARY KEY(`FTS_DOC_ID`),
	CONSTRAINT `FTS_DOC_ID_INDEX` UNIQUE(`FTS_DOC_ID`)
);
--> statement-breakpoint
ALTER TABLE `images` MODIFY COLUMN `width_px` int NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE `images` MODIFY COLUMN `height_px` int NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE `images` MODIFY COLUMN `position` int NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE `operator_actions` MODIFY COLUMN `auction_id` varchar(40);--> statement-breakpoint
ALTER TABLE `auctions` ADD `listing_id` char(36);--> statement-breakpoint
ALTER TABLE `auctions` ADD `listing_hash` char(64);--> statement-breakpoint
ALTER TABLE `auctions` ADD `hashtags` varchar(500) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `listed_krw` bigint GENERATED ALWAYS AS (coalesce(price_krw, start_krw)) STORED;--> statement-breakpoint
ALTER TABLE `auctions` ADD `view_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `watch_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `images` ADD `state` varchar(10) DEFAULT 'ready' NOT NULL;--> statement-breakpoint
ALTER TABLE `images` ADD `fault` varchar(30);--> statement-breakpoint
ALTER TABLE `images` ADD `content_type` varchar(20);--> statement-breakpoint
ALTER TABLE `images` ADD `bytes` int;--> statement-breakpoint
ALTER TABLE `images` ADD `sha256` char(44);--> statement-breakpoint
ALTER TABLE `images` ADD `thumbnail_widths_px` varchar(60);--> statement-breakpoint
ALTER TABLE `images` ADD `created_at_ms` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `images` ADD `settled_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `images` ADD `tries` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `images` ADD `orphaned_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `operator_actions` ADD `user_id` varchar(40);--> statement-breakpoint
ALTER TABLE `orders` ADD `passed_on_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `refunds` ADD `attempts` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD CONSTRAINT `auctions_listing` UNIQUE(`seller_id`,`listing_id`);--> statement-breakpoint
CREATE INDEX `search_outbox_urgent` ON `search_outbox` (`urgency`,`changed_at_ms`);--> statement-breakpoint
CREATE INDEX `view_batches_written` ON `view_batches` (`written_at_ms`);--> statement-breakpoint
CREATE INDEX `watchlist_items_created` ON `watchlist_items` (`user_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `watchlist_items_auction` ON `watchlist_items` (`auction_id`,`ending_told_at_ms`);--> statement-breakpoint
CREATE INDEX `email_proofs_user` ON `email_proofs` (`user_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `email_proofs_expires` ON `email_proofs` (`expires_at_ms`);--> statement-breakpoint
CREATE INDEX `mail_outbox_due` ON `mail_outbox` (`next_attempt_at_ms`);--> statement-breakpoint
CREATE INDEX `mail_outbox_user` ON `mail_outbox` (`user_id`);--> statement-breakpoint
CREATE INDEX `mail_outbox_created` ON `mail_outbox` (`created_at_ms`);--> statement-breakpoint
CREATE INDEX `search_queues_urgent` ON `search_queues` (`index_name`,`urgency`,`changed_at_ms`);--> statement-breakpoint
CREATE INDEX `search_terms_typed` ON `search_terms` (`typed`);--> statement-breakpoint
CREATE INDEX `search_terms_backwards` ON `search_terms` (`typed_backwards`);--> statement-breakpoint
CREATE INDEX `search_terms_initials` ON `search_terms` (`initials`);--> statement-breakpoint
CREATE INDEX `auctions_newest` ON `auctions` (`state`,`created_at_ms`,`auction_id`);--> statement-breakpoint
CREATE INDEX `auctions_bids` ON `auctions` (`state`,`bid_count`,`auction_id`);--> statement-breakpoint
CREATE INDEX `auctions_views` ON `auctions` (`state`,`view_count`,`auction_id`);--> statement-breakpoint
CREATE INDEX `auctions_price` ON `auctions` (`state`,`listed_krw`,`auction_id`);--> statement-breakpoint
CREATE INDEX `auctions_today` ON `auctions` (`sale_date`,`opens_at_ms`,`created_at_ms`,`auction_id`);--> statement-breakpoint
CREATE INDEX `auctions_category` ON `auctions` (`category_id`,`state`,`closes_at_ms`);--> statement-breakpoint
CREATE INDEX `auctions_category_id` ON `auctions` (`category_id`,`auction_id`);--> statement-breakpoint
CREATE INDEX `images_seller` ON `images` (`seller_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `images_object` ON `images` (`object_key`);--> statement-breakpoint
CREATE INDEX `images_unattached` ON `images` (`auction_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `images_orphaned` ON `images` (`orphaned_at_ms`);--> statement-breakpoint
CREATE INDEX `images_state` ON `images` (`state`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `operator_actions_user` ON `operator_actions` (`user_id`,`acted_at_ms`);--> statement-breakpoint
CREATE INDEX `orders_to_pass_on` ON `orders` (`state`,`passed_on_at_ms`);