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
CREATE TABLE `search_outbox` (
	`auction_id` varchar(40) NOT NULL,
	`changes` bigint NOT NULL DEFAULT 1,
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
ALTER TABLE `images` MODIFY COLUMN `width_px` int NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE `images` MODIFY COLUMN `height_px` int NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE `images` MODIFY COLUMN `position` int NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE `auctions` ADD `hashtags` varchar(500) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `view_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `watch_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `images` ADD `state` varchar(10) DEFAULT 'ready' NOT NULL;--> statement-breakpoint
ALTER TABLE `images` ADD `fault` varchar(30);--> statement-breakpoint
ALTER TABLE `images` ADD `content_type` varchar(20);--> statement-breakpoint
ALTER TABLE `images` ADD `bytes` int;--> statement-breakpoint
ALTER TABLE `images` ADD `sha256` char(44);--> statement-breakpoint
ALTER TABLE `images` ADD `thumbnail_widths_px` varchar(60);--> statement-breakpoint
ALTER TABLE `images` ADD `created_at_ms` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `images` ADD `orphaned_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `orders` ADD `passed_on_at_ms` bigint;--> statement-breakpoint
CREATE INDEX `email_proofs_user` ON `email_proofs` (`user_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `email_proofs_expires` ON `email_proofs` (`expires_at_ms`);--> statement-breakpoint
CREATE INDEX `search_outbox_changed` ON `search_outbox` (`changed_at_ms`);--> statement-breakpoint
CREATE INDEX `view_batches_written` ON `view_batches` (`written_at_ms`);--> statement-breakpoint
CREATE INDEX `watchlist_items_created` ON `watchlist_items` (`user_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `watchlist_items_auction` ON `watchlist_items` (`auction_id`,`ending_told_at_ms`);--> statement-breakpoint
CREATE INDEX `images_seller` ON `images` (`seller_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `images_object` ON `images` (`object_key`);--> statement-breakpoint
CREATE INDEX `images_unattached` ON `images` (`auction_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `images_orphaned` ON `images` (`orphaned_at_ms`);--> statement-breakpoint
CREATE INDEX `orders_to_pass_on` ON `orders` (`state`,`passed_on_at_ms`);