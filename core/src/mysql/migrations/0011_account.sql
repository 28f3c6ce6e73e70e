CREATE TABLE `consent_events` (
	`user_id` varchar(40) NOT NULL,
	`number` bigint NOT NULL,
	`document` varchar(20) NOT NULL,
	`version` varchar(20) NOT NULL,
	`is_given` boolean NOT NULL,
	`happened_at_ms` bigint NOT NULL,
	CONSTRAINT `consent_events_user_id_number_pk` PRIMARY KEY(`user_id`,`number`)
);
--> statement-breakpoint
CREATE TABLE `password_reset_asks` (
	`ask_id` varchar(40) NOT NULL,
	`email` varchar(254) NOT NULL,
	`origin` varchar(300) NOT NULL,
	`asked_at_ms` bigint NOT NULL,
	CONSTRAINT `password_reset_asks_ask_id` PRIMARY KEY(`ask_id`)
);
--> statement-breakpoint
CREATE TABLE `password_resets` (
	`token_hash` char(64) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`email` varchar(254) NOT NULL,
	`created_at_ms` bigint NOT NULL,
	`expires_at_ms` bigint NOT NULL,
	`used_at_ms` bigint,
	CONSTRAINT `password_resets_token_hash` PRIMARY KEY(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `saved_addresses` (
	`address_id` varchar(40) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`recipient` varchar(160) NOT NULL,
	`phone` varchar(20) NOT NULL,
	`postcode` varchar(10) NOT NULL,
	`line1` varchar(400) NOT NULL,
	`line2` varchar(400),
	`memo` varchar(400),
	`is_default` boolean NOT NULL,
	`created_at_ms` bigint NOT NULL,
	CONSTRAINT `saved_addresses_address_id` PRIMARY KEY(`address_id`)
);
--> statement-breakpoint
CREATE TABLE `sign_in_attempts` (
	`attempt_hash` char(64) NOT NULL,
	`provider` varchar(10) NOT NULL,
	`user_id` varchar(40),
	`state` varchar(64) NOT NULL,
	`nonce` varchar(64) NOT NULL,
	`verifier` varchar(128) NOT NULL,
	`redirect_uri` varchar(400) NOT NULL,
	`expires_at_ms` bigint NOT NULL,
	`returned_at_ms` bigint,
	`subject` varchar(255),
	`email` varchar(254),
	`email_verified` boolean NOT NULL DEFAULT false,
	`nickname` text,
	`ended_at_ms` bigint,
	CONSTRAINT `sign_in_attempts_attempt_hash` PRIMARY KEY(`attempt_hash`)
);
--> statement-breakpoint
CREATE TABLE `sign_in_links` (
	`provider` varchar(10) NOT NULL,
	`subject` varchar(255) NOT NULL,
	`user_id` varchar(40) NOT NULL,
	`linked_at_ms` bigint NOT NULL,
	CONSTRAINT `sign_in_links_provider_subject_pk` PRIMARY KEY(`provider`,`subject`),
	CONSTRAINT `sign_in_links_user` UNIQUE(`user_id`,`provider`)
);
--> statement-breakpoint
ALTER TABLE `users` MODIFY COLUMN `password_hash` varchar(255);--> statement-breakpoint
ALTER TABLE `session_families` ADD `device` varchar(60) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `session_families` ADD `renewed_at_ms` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `nickname_changed_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `users` ADD `image_id` varchar(40);--> statement-breakpoint
ALTER TABLE `users` ADD `tokens_from_ms` bigint;--> statement-breakpoint
ALTER TABLE `users` ADD `left_at_ms` bigint;--> statement-breakpoint
CREATE INDEX `password_reset_asks_asked` ON `password_reset_asks` (`asked_at_ms`);--> statement-breakpoint
CREATE INDEX `password_resets_user` ON `password_resets` (`user_id`);--> statement-breakpoint
CREATE INDEX `password_resets_expires` ON `password_resets` (`expires_at_ms`);--> statement-breakpoint
CREATE INDEX `saved_addresses_user` ON `saved_addresses` (`user_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_expires` ON `sign_in_attempts` (`expires_at_ms`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_user` ON `sign_in_attempts` (`user_id`);--> statement-breakpoint
CREATE INDEX `users_tokens_from` ON `users` (`tokens_from_ms`);