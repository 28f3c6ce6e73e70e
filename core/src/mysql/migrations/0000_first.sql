CREATE TABLE `auctions` (
	`auction_id` varchar(40) NOT NULL,
	`seller_id` varchar(40) NOT NULL,
	`title` varchar(200) NOT NULL,
	`description` text NOT NULL,
	`category_id` varchar(40) NOT NULL,
	`start_krw` bigint NOT NULL,
	`steps` varchar(2000) NOT NULL,
	`cap_krw` bigint NOT NULL,
	`sale_date` char(10) NOT NULL,
	`opens_at_ms` bigint NOT NULL,
	`closes_at_ms` bigint NOT NULL,
	`state` varchar(12) NOT NULL DEFAULT 'scheduled',
	`epoch` int NOT NULL DEFAULT 1,
	`recorded_seq` bigint NOT NULL DEFAULT 0,
	`bid_count` int NOT NULL DEFAULT 0,
	`price_krw` bigint,
	`minimum_krw` bigint,
	`leader_id` varchar(40),
	`leader_ordinal` int,
	`last_bid_at_ms` bigint,
	`created_at_ms` bigint NOT NULL,
	`settled_at_ms` bigint,
	CONSTRAINT `auctions_auction_id` PRIMARY KEY(`auction_id`)
);
--> statement-breakpoint
CREATE TABLE `bids` (
	`auction_id` varchar(40) NOT NULL,
	`seq` bigint NOT NULL,
	`raise` int NOT NULL,
	`epoch` int NOT NULL,
	`bidder_id` varchar(40) NOT NULL,
	`bid_id` char(36) NOT NULL,
	`ordinal` int NOT NULL,
	`kind` varchar(10) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`outcome` varchar(10) NOT NULL,
	`price_krw` bigint NOT NULL,
	`minimum_krw` bigint,
	`own_max_krw` bigint NOT NULL,
	`leader_id` varchar(40) NOT NULL,
	`leader_alias` varchar(40) NOT NULL,
	`accepted_at_ms` bigint NOT NULL,
	`closes_at_ms` bigint NOT NULL,
	CONSTRAINT `bids_auction_id_seq_raise_pk` PRIMARY KEY(`auction_id`,`seq`,`raise`),
	CONSTRAINT `bids_bid_id` UNIQUE(`auction_id`,`bidder_id`,`bid_id`)
);
--> statement-breakpoint
CREATE TABLE `categories` (
	`category_id` varchar(40) NOT NULL,
	`name` varchar(40) NOT NULL,
	`parent_id` varchar(40),
	`position` int NOT NULL,
	CONSTRAINT `categories_category_id` PRIMARY KEY(`category_id`)
);
--> statement-breakpoint
CREATE TABLE `images` (
	`image_id` varchar(40) NOT NULL,
	`auction_id` varchar(40),
	`seller_id` varchar(40) NOT NULL,
	`object_key` varchar(200) NOT NULL,
	`width_px` int NOT NULL,
	`height_px` int NOT NULL,
	`position` int NOT NULL,
	CONSTRAINT `images_image_id` PRIMARY KEY(`image_id`)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`order_id` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`attempt` int NOT NULL,
	`buyer_id` varchar(40) NOT NULL,
	`seller_id` varchar(40) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`state` varchar(20) NOT NULL,
	`pay_by_ms` bigint NOT NULL,
	`created_at_ms` bigint NOT NULL,
	CONSTRAINT `orders_order_id` PRIMARY KEY(`order_id`),
	CONSTRAINT `orders_auction_attempt` UNIQUE(`auction_id`,`attempt`)
);
--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`token_hash` char(64) NOT NULL,
	`family_id` varchar(40) NOT NULL,
	`expires_at_ms` bigint NOT NULL,
	`used_at_ms` bigint,
	CONSTRAINT `refresh_tokens_token_hash` PRIMARY KEY(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `session_families` (
	`family_id` varchar(40) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`created_at_ms` bigint NOT NULL,
	`ended_at_ms` bigint,
	CONSTRAINT `session_families_family_id` PRIMARY KEY(`family_id`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`user_id` varchar(40) NOT NULL,
	`email` varchar(254) NOT NULL,
	`nickname` varchar(80) NOT NULL,
	`nickname_key` varchar(160) NOT NULL,
	`password_hash` varchar(255) NOT NULL,
	`role` varchar(10) NOT NULL DEFAULT 'USER',
	`created_at_ms` bigint NOT NULL,
	CONSTRAINT `users_user_id` PRIMARY KEY(`user_id`),
	CONSTRAINT `users_email` UNIQUE(`email`),
	CONSTRAINT `users_nickname_key` UNIQUE(`nickname_key`)
);
--> statement-breakpoint
CREATE INDEX `auctions_state_closes` ON `auctions` (`state`,`closes_at_ms`);--> statement-breakpoint
CREATE INDEX `auctions_state_opens` ON `auctions` (`state`,`opens_at_ms`);--> statement-breakpoint
CREATE INDEX `auctions_sale_date` ON `auctions` (`sale_date`,`closes_at_ms`);--> statement-breakpoint
CREATE INDEX `auctions_closes` ON `auctions` (`closes_at_ms`,`auction_id`);--> statement-breakpoint
CREATE INDEX `auctions_seller` ON `auctions` (`seller_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `bids_bidder` ON `bids` (`bidder_id`,`accepted_at_ms`);--> statement-breakpoint
CREATE INDEX `images_auction` ON `images` (`auction_id`,`position`);--> statement-breakpoint
CREATE INDEX `orders_buyer` ON `orders` (`buyer_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `orders_seller` ON `orders` (`seller_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_family` ON `refresh_tokens` (`family_id`);--> statement-breakpoint
CREATE INDEX `session_families_user` ON `session_families` (`user_id`);