CREATE TABLE `mail_turns` (
	`turn_key` varchar(60) NOT NULL,
	`next_turn_at_ms` bigint NOT NULL,
	CONSTRAINT `mail_turns_turn_key` PRIMARY KEY(`turn_key`)
);
--> statement-breakpoint
ALTER TABLE `mail_outbox` ADD `number` bigint AUTO_INCREMENT NOT NULL, ADD CONSTRAINT `mail_outbox_number` UNIQUE(`number`);--> statement-breakpoint
ALTER TABLE `mail_outbox` ADD `turn_key` varchar(60);--> statement-breakpoint
CREATE INDEX `mail_turns_next` ON `mail_turns` (`next_turn_at_ms`);--> statement-breakpoint
CREATE INDEX `mail_outbox_alone` ON `mail_outbox` (`turn_key`,`next_attempt_at_ms`);--> statement-breakpoint
CREATE INDEX `mail_outbox_turn` ON `mail_outbox` (`turn_key`,`number`);