CREATE TABLE `sign_in_traces` (
	`user_id` varchar(40) NOT NULL,
	`kind` varchar(7) NOT NULL,
	`trace_hash` char(32) NOT NULL,
	`first_seen_at_ms` bigint NOT NULL,
	`last_seen_at_ms` bigint NOT NULL,
	CONSTRAINT `sign_in_traces_user_id_kind_trace_hash_pk` PRIMARY KEY(`user_id`,`kind`,`trace_hash`)
);
--> statement-breakpoint
CREATE INDEX `sign_in_traces_shared` ON `sign_in_traces` (`kind`,`trace_hash`,`last_seen_at_ms`);--> statement-breakpoint
CREATE INDEX `sign_in_traces_seen` ON `sign_in_traces` (`last_seen_at_ms`);