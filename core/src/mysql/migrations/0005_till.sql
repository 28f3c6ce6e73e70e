CREATE TABLE `ledger_entries` (
	`journal_key` varchar(100) NOT NULL,
	`line` int NOT NULL,
	`kind` varchar(15) NOT NULL,
	`account` varchar(60) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`order_id` varchar(40) NOT NULL,
	`booked_at_ms` bigint NOT NULL,
	CONSTRAINT `ledger_entries_journal_key_line_pk` PRIMARY KEY(`journal_key`,`line`)
);
--> statement-breakpoint
CREATE TABLE `offers` (
	`offer_id` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`after_attempt` int NOT NULL,
	`number` int NOT NULL,
	`bidder_id` varchar(40) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`state` varchar(10) NOT NULL,
	`accept_by_ms` bigint NOT NULL,
	`created_at_ms` bigint NOT NULL,
	`answered_at_ms` bigint,
	`order_id` varchar(40),
	CONSTRAINT `offers_offer_id` PRIMARY KEY(`offer_id`),
	CONSTRAINT `offers_auction_number` UNIQUE(`auction_id`,`number`)
);
--> statement-breakpoint
CREATE TABLE `order_addresses` (
	`order_id` varchar(40) NOT NULL,
	`recipient` varchar(160) NOT NULL,
	`phone` varchar(20) NOT NULL,
	`postcode` varchar(10) NOT NULL,
	`line1` varchar(400) NOT NULL,
	`line2` varchar(400),
	`memo` varchar(400),
	`changed_at_ms` bigint NOT NULL,
	CONSTRAINT `order_addresses_order_id` PRIMARY KEY(`order_id`)
);
--> statement-breakpoint
CREATE TABLE `order_events` (
	`event_id` bigint AUTO_INCREMENT NOT NULL,
	`order_id` varchar(40) NOT NULL,
	`event` varchar(30) NOT NULL,
	`from_state` varchar(20) NOT NULL,
	`to_state` varchar(20) NOT NULL,
	`actor` varchar(10) NOT NULL,
	`actor_id` varchar(40),
	`reason` varchar(500),
	`happened_at_ms` bigint NOT NULL,
	CONSTRAINT `order_events_event_id` PRIMARY KEY(`event_id`)
);
--> statement-breakpoint
CREATE TABLE `payment_defaults` (
	`order_id` varchar(40) NOT NULL,
	`auction_id` varchar(40) NOT NULL,
	`bidder_id` varchar(40) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`defaulted_at_ms` bigint NOT NULL,
	CONSTRAINT `payment_defaults_order_id` PRIMARY KEY(`order_id`)
);
--> statement-breakpoint
CREATE TABLE `payments` (
	`toss_order_id` varchar(40) NOT NULL,
	`order_id` varchar(40) NOT NULL,
	`buyer_id` varchar(40) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`state` varchar(20) NOT NULL,
	`payment_key` varchar(200),
	`method` varchar(20),
	`secret` varchar(50),
	`virtual_account` text,
	`receipt_url` varchar(1000),
	`failure_code` varchar(80),
	`failure_message` varchar(510),
	`balance_krw` bigint NOT NULL DEFAULT 0,
	`created_at_ms` bigint NOT NULL,
	`confirming_at_ms` bigint,
	`done_at_ms` bigint,
	`asked_at_ms` bigint,
	CONSTRAINT `payments_toss_order_id` PRIMARY KEY(`toss_order_id`),
	CONSTRAINT `payments_payment_key` UNIQUE(`payment_key`)
);
--> statement-breakpoint
CREATE TABLE `payout_accounts` (
	`user_id` varchar(40) NOT NULL,
	`bank` varchar(40) NOT NULL,
	`account_number` varchar(20) NOT NULL,
	`holder_name` varchar(160) NOT NULL,
	`changed_at_ms` bigint NOT NULL,
	CONSTRAINT `payout_accounts_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
CREATE TABLE `payouts` (
	`payout_id` varchar(40) NOT NULL,
	`order_id` varchar(40) NOT NULL,
	`seller_id` varchar(40) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`bank` varchar(40) NOT NULL,
	`account_number` varchar(20) NOT NULL,
	`holder_name` varchar(160) NOT NULL,
	`created_at_ms` bigint NOT NULL,
	CONSTRAINT `payouts_payout_id` PRIMARY KEY(`payout_id`),
	CONSTRAINT `payouts_order` UNIQUE(`order_id`)
);
--> statement-breakpoint
CREATE TABLE `refunds` (
	`refund_id` varchar(40) NOT NULL,
	`toss_order_id` varchar(40) NOT NULL,
	`order_id` varchar(40) NOT NULL,
	`amount_krw` bigint NOT NULL,
	`cause` varchar(20) NOT NULL,
	`reason` varchar(200) NOT NULL,
	`state` varchar(15) NOT NULL,
	`receive_account` varchar(400),
	`tries` int NOT NULL DEFAULT 0,
	`tried_at_ms` bigint,
	`failure_code` varchar(80),
	`created_at_ms` bigint NOT NULL,
	`done_at_ms` bigint,
	CONSTRAINT `refunds_refund_id` PRIMARY KEY(`refund_id`)
);
--> statement-breakpoint
CREATE TABLE `second_chance_consents` (
	`auction_id` varchar(40) NOT NULL,
	`bidder_id` varchar(40) NOT NULL,
	`is_given` boolean NOT NULL,
	`changed_at_ms` bigint NOT NULL,
	CONSTRAINT `second_chance_consents_auction_id_bidder_id_pk` PRIMARY KEY(`auction_id`,`bidder_id`)
);
--> statement-breakpoint
CREATE TABLE `till_terms` (
	`terms_id` bigint AUTO_INCREMENT NOT NULL,
	`terms` text NOT NULL,
	`operator_id` varchar(40) NOT NULL,
	`reason` varchar(500) NOT NULL,
	`set_at_ms` bigint NOT NULL,
	CONSTRAINT `till_terms_terms_id` PRIMARY KEY(`terms_id`)
);
--> statement-breakpoint
CREATE TABLE `toss_webhooks` (
	`transmission_id` varchar(100) NOT NULL,
	`retried_count` int NOT NULL,
	`body` text NOT NULL,
	`received_at_ms` bigint NOT NULL,
	`handled_at_ms` bigint,
	`outcome` varchar(100),
	CONSTRAINT `toss_webhooks_transmission_id` PRIMARY KEY(`transmission_id`)
);
--> statement-breakpoint
ALTER TABLE `auctions` ADD `fee_bp` int DEFAULT 500 NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `premium_bp` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `auctions` ADD `on_default` varchar(13) DEFAULT 'second-chance' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `premium_krw` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `fee_krw` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `state_at_ms` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `paid_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `orders` ADD `shipped_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `orders` ADD `delivered_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `orders` ADD `carrier` varchar(40);--> statement-breakpoint
ALTER TABLE `orders` ADD `tracking_number` varchar(60);--> statement-breakpoint
ALTER TABLE `users` ADD `email_verified_at_ms` bigint;--> statement-breakpoint
CREATE INDEX `ledger_entries_account` ON `ledger_entries` (`account`,`booked_at_ms`);--> statement-breakpoint
CREATE INDEX `ledger_entries_order` ON `ledger_entries` (`order_id`);--> statement-breakpoint
CREATE INDEX `offers_bidder` ON `offers` (`bidder_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `offers_state` ON `offers` (`state`,`accept_by_ms`);--> statement-breakpoint
CREATE INDEX `order_events_order` ON `order_events` (`order_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `payment_defaults_bidder` ON `payment_defaults` (`bidder_id`,`defaulted_at_ms`);--> statement-breakpoint
CREATE INDEX `payment_defaults_auction` ON `payment_defaults` (`auction_id`);--> statement-breakpoint
CREATE INDEX `payment_defaults_at` ON `payment_defaults` (`defaulted_at_ms`);--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `payments_state` ON `payments` (`state`,`asked_at_ms`);--> statement-breakpoint
CREATE INDEX `payouts_seller` ON `payouts` (`seller_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `refunds_state` ON `refunds` (`state`,`tried_at_ms`);--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`toss_order_id`);--> statement-breakpoint
CREATE INDEX `toss_webhooks_handled` ON `toss_webhooks` (`handled_at_ms`,`received_at_ms`);--> statement-breakpoint
CREATE INDEX `orders_state` ON `orders` (`state`,`state_at_ms`);--> statement-breakpoint
CREATE INDEX `orders_pay_by` ON `orders` (`state`,`pay_by_ms`);--> statement-breakpoint
UPDATE `orders` SET `state_at_ms` = `created_at_ms` WHERE `state_at_ms` = 0;
