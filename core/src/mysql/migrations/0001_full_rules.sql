CREATE TABLE `chain_entries` (
	`auction_id` varchar(40) NOT NULL,
	`seq` bigint NOT NULL,
	`canonical` text NOT NULL,
	`hash` char(64) NOT NULL,
	`raises_nonce` char(32),
	CONSTRAINT `chain_entries_auction_id_seq_pk` PRIMARY KEY(`auction_id`,`seq`)
);
--> statement-breakpoint
CREATE TABLE `chain_heads` (
	`auction_id` varchar(40) NOT NULL,
	`seq` bigint NOT NULL,
	`signed_at_ms` bigint NOT NULL,
	`hash` char(64) NOT NULL,
	`jws` varchar(1000) NOT NULL,
	CONSTRAINT `chain_heads_auction_id_signed_at_ms_pk` PRIMARY KEY(`auction_id`,`signed_at_ms`)
);
--> statement-breakpoint
CREATE TABLE `closing_moves` (
	`auction_id` varchar(40) NOT NULL,
	`seq` bigint NOT NULL,
	`raise` int NOT NULL,
	`closes_at_ms` bigint NOT NULL,
	`reason` varchar(8) NOT NULL,
	`moved_at_ms` bigint NOT NULL,
	CONSTRAINT `closing_moves_auction_id_seq_raise_pk` PRIMARY KEY(`auction_id`,`seq`,`raise`)
);
--> statement-breakpoint
CREATE TABLE `judge_outages` (
	`outage_id` varchar(40) NOT NULL,
	`started_at_ms` bigint NOT NULL,
	`ended_at_ms` bigint,
	CONSTRAINT `judge_outages_outage_id` PRIMARY KEY(`outage_id`)
);
--> statement-breakpoint
CREATE TABLE `judge_watch` (
	`watch_id` varchar(40) NOT NULL,
	`alive_at_ms` bigint NOT NULL,
	CONSTRAINT `judge_watch_watch_id` PRIMARY KEY(`watch_id`)
);
--> statement-breakpoint
CREATE TABLE `operator_actions` (
	`action_id` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`action` varchar(20) NOT NULL,
	`operator` varchar(120) NOT NULL,
	`reason` varchar(500) NOT NULL,
	`detail` varchar(1000) NOT NULL,
	`acted_at_ms` bigint NOT NULL,
	CONSTRAINT `operator_actions_action_id` PRIMARY KEY(`action_id`)
);
--> statement-breakpoint
ALTER TABLE `auctions` ADD `reserve_krw` bigint;--> statement-breakpoint
ALTER TABLE `auctions` ADD `reserve_nonce` char(32);--> statement-breakpoint
ALTER TABLE `auctions` ADD `buy_now_krw` bigint;--> statement-breakpoint
ALTER TABLE `auctions` ADD `extension` varchar(4) DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `scheduled_closes_at_ms` bigint NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `moved` varchar(8);--> statement-breakpoint
ALTER TABLE `auctions` ADD `outage_day` char(10);--> statement-breakpoint
ALTER TABLE `auctions` ADD `recorded_raise` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `chain_hash` char(64);--> statement-breakpoint
ALTER TABLE `auctions` ADD `restored_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `auctions` ADD `resumed_epoch` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `interrupted_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `bids` ADD `nonce` char(32);--> statement-breakpoint
ALTER TABLE `bids` ADD `bid_count` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `bids` ADD `reserve` varchar(5) DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `bids` ADD `extended` boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `judge_outages_started` ON `judge_outages` (`started_at_ms`);--> statement-breakpoint
CREATE INDEX `operator_actions_auction` ON `operator_actions` (`auction_id`,`acted_at_ms`);--> statement-breakpoint
UPDATE `auctions` SET `scheduled_closes_at_ms` = `closes_at_ms`;
