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
CREATE INDEX `sign_in_attempts_expires` ON `sign_in_attempts` (`expires_at_ms`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_user` ON `sign_in_attempts` (`user_id`);