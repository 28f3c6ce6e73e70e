CREATE TABLE `job_runs` (
	`job` varchar(40) NOT NULL,
	`started_at_ms` bigint NOT NULL,
	`went_well_at_ms` bigint,
	`took_ms` bigint,
	`fault` varchar(500),
	CONSTRAINT `job_runs_job` PRIMARY KEY(`job`)
);
--> statement-breakpoint
CREATE TABLE `operator_tasks` (
	`task_id` varchar(40) NOT NULL,
	`kind` varchar(20) NOT NULL,
	`subject` varchar(40) NOT NULL,
	`closes_at_ms` bigint,
	`operator_id` varchar(40) NOT NULL,
	`operator` varchar(120) NOT NULL,
	`reason` varchar(500) NOT NULL,
	`asked_at_ms` bigint NOT NULL,
	`state` varchar(10) NOT NULL DEFAULT 'waiting',
	`open_key` varchar(80),
	`taken_at_ms` bigint,
	`ended_at_ms` bigint,
	`outcome` varchar(1000),
	CONSTRAINT `operator_tasks_task_id` PRIMARY KEY(`task_id`),
	CONSTRAINT `operator_tasks_open` UNIQUE(`open_key`)
);
--> statement-breakpoint
CREATE TABLE `reconciliations` (
	`reconciled_id` char(10) NOT NULL,
	`compared` int NOT NULL,
	`difference_count` int NOT NULL,
	`differences` text NOT NULL,
	`ran_at_ms` bigint NOT NULL,
	CONSTRAINT `reconciliations_reconciled_id` PRIMARY KEY(`reconciled_id`)
);
--> statement-breakpoint
ALTER TABLE `auctions` ADD `hidden_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `operator_actions` ADD `operator_id` varchar(40);--> statement-breakpoint
ALTER TABLE `users` ADD `blocked_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `payments` ADD `answered_at_ms` bigint;--> statement-breakpoint
ALTER TABLE `payments` ADD `told_held_krw` bigint;--> statement-breakpoint
ALTER TABLE `toss_webhooks` ADD `tried_at_ms` bigint;--> statement-breakpoint
CREATE INDEX `operator_tasks_asked` ON `operator_tasks` (`asked_at_ms`,`task_id`);--> statement-breakpoint
CREATE INDEX `operator_tasks_state` ON `operator_tasks` (`state`,`asked_at_ms`);--> statement-breakpoint
CREATE INDEX `operator_actions_acted` ON `operator_actions` (`acted_at_ms`,`action_id`);--> statement-breakpoint
CREATE INDEX `users_blocked` ON `users` (`blocked_at_ms`);--> statement-breakpoint
CREATE INDEX `order_events_actor` ON `order_events` (`actor`,`happened_at_ms`);