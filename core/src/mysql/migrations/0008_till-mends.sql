ALTER TABLE `payments` ADD `answered_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `payments` ADD `told_held_krw` bigint;--> statement-breakpoint
ALTER TABLE `toss_webhooks` ADD `tried_at_ms` bigint;